// Put into every page before it loads. Notes, in milliseconds since the navigation began, when the first chart with
// lines is drawn (`first`), when the reader chose something after `arm()` (`chosen`), and when the lines of the chart
// were other ones than at that moment (`redrawn`). Looks once per frame of the browser.
(() => {
    const lines = () => Array.from(
        document.querySelectorAll('.plot-container .main-svg .scatterlayer .trace path.js-line'),
        (line) => line.getAttribute('d'),
    ).join();
    const bench = {first: null, armed: false, before: '', chosen: null, redrawn: null};
    bench.arm = () => Object.assign(bench, {armed: true, before: lines(), chosen: null, redrawn: null});
    const choose = (event) => {
        if (bench.armed && bench.chosen === null && (event.type !== 'keydown' || event.key === 'Enter')) {
            bench.chosen = performance.now();
        }
    };
    addEventListener('click', choose, true);
    addEventListener('keydown', choose, true);
    const look = () => {
        const drawn = lines();
        if (bench.first === null && drawn) {
            bench.first = performance.now();
        }
        if (bench.chosen !== null && bench.redrawn === null && drawn && drawn !== bench.before) {
            bench.redrawn = performance.now();
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    window.bench = bench;
})();
