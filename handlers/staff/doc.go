// Package staff answers moderators' lines, which begin with #: a line is read,
// one method of bot/moderation is called, and its result is put into words. It
// decides nothing.
//
// A command is a row of the table in staff.go and the function beside its noun.
package staff
