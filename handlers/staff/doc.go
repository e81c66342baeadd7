// Package staff answers the commands of moderators, which begin with #. It parses a
// line, calls one method of package moderation and puts the result into words.
// Decisions are made in moderation.
//
// A command is a row of the table in staff.go and a function in the file about its
// subject.
package staff
