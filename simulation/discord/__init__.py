"""The people of the year who live on Discord, and the way between the program and the pocket Discord."""
