// Package content reads the operator's campaign file into a campaign and its texts. The
// loader is strict and reports all problems at once, with file, line and column, in
// words for the operator. The package also renders texts and has the built-in ones.
package content
