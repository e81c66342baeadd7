// Package text has what other packages need to handle Chinese text: folding it for
// comparison, cutting it at character boundaries, and finding listed words in it.
package text
