package campaign

// Services are the services of one class that handlers of attendees' messages call.
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
	Draws      *Draws
}
