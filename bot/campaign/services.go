package campaign

// Services are what attendees' messages ask of one class.
type Services struct {
	Signups    *Signups
	Checkins   *Checkins
	Packs      *Packs
	Tickets    *Tickets
	Dialogue   *Dialogue
	Links      *Links
	Questions  *Questions
	Erasure    *Erasure
	Unanswered *Unanswered
}
