"""What the pages share on the screen: the view bound to the URL, the unit picker, the shell and its parts."""
