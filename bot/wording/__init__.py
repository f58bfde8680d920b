"""Facts in, sentences out: the only place that speaks. Whole sentences, plurals and dates by gettext and Babel."""
