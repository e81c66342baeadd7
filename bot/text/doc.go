// Package text is what matching, limits and word lists know of Chinese text:
// folding, rune-safe cuts, word lists. It knows no campaign and says nothing.
package text
