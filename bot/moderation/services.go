package moderation

// Services is everything that moderators can do with one class.
type Services struct {
	Guard      *Guard
	Moderators *Moderators
	Tickets    *Tickets
	Checkins   *Checkins
	Entries    *Entries
	Questions  *Questions
	Links      *Links
	Broadcasts *Broadcasts
	Runner     *BroadcastRunner
	Seats      *Seats
	Stops      *Stops
	People     *People
	Numbers    *Numbers
	Deliveries *Deliveries
	Lists      *Lists
}
