// Package attendee answers the messages of attendees. An intent is carried out by one
// call of a service of package campaign, whose outcome is put into words. Decisions
// are made in campaign.
//
// A command is a row of the table in table.go and a function in the file about its
// subject.
package attendee
