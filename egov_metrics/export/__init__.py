"""Files for readers to keep, made from the frames that the pages show: CSV, XLSX and Parquet. Pure, no Streamlit."""
