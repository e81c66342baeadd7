// Package campaign holds the rules of a live public class: who has a seat, who has
// checked in, who gets which pack. The package knows no transport, no database and no
// texts that people read. Each file has the type, the store port and the service of one
// subject.
package campaign
