// Package content turns the operator's campaign file into a campaign and its
// texts: a strict loader that reports all problems at once with file, line and
// column, versions that are swapped atomically, and the rendering of texts. It
// knows the words of the file and what is wrong with them; it talks to nobody.
package content
