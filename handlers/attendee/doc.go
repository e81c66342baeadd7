// Package attendee answers the people of a class: an intent becomes a call of a
// service of campaign, and its outcome becomes words. The table lists the command
// words with the functions that answer them; a file holds what belongs to one
// subject.
package attendee
