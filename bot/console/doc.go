// Package console is the moderators' web: pages over package moderation, which decides and
// writes the record, with who signs in and how. Every word that people read stands in
// templates. It works without JavaScript; with it, pages follow what changes.
package console
