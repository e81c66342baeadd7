package draft

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/draft"
)

// An answer that the check of the file would refuse is not written: a point such as 3步整理资料
// beside packs without that number, or 前10人 beside other seats.

// held is something of a list that no answer says, and why.
type held struct {
	draft.Fact
	why string
}

// words says what waits, and whom to ask.
func (h held) words() string {
	return "「" + shortened(fmt.Sprint(h.Value), 40) + "」没有写进答案，" + h.why + "，请负责人换个说法"
}

// settings are those of the file as far as answers are checked against them.
func (w *writer) settings() *campaign.Campaign {
	zone, _ := w.Text(draft.FieldZone)
	place, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		place = time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	local := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, place)
	}
	c := &campaign.Campaign{Zone: place, Start: local(w.start), End: local(w.end)}
	c.Name, _ = w.Text(draft.FieldTitle)
	c.Lecturer, _ = w.names()
	c.QAMinutes, _ = w.Number(draft.FieldQAMinutes)
	c.Signup.Seats, _ = w.Number(draft.FieldSeats)
	if c.Signup.Seats = min(c.Signup.Seats, mostSeats); c.Signup.Seats == 0 {
		c.Signup.Seats = mostSeats
	}
	c.Signup.Waitlist = true
	if amount, ok := w.ListPrice.Value.(string); ok {
		c.ListPrice = whole(amount, w.ListPrice.Source, 1_000_000)
	}
	c.Checkin.Open, c.Checkin.Close, c.Questions.Close = c.Start, c.End.Add(checkinAfter), c.End
	ids := map[string]bool{}
	for _, f := range w.All(draft.FieldPack) {
		p, ok := f.Value.(draft.Pack)
		name := packName(p.Name)
		if !ok || slices.ContainsFunc(c.Packs, func(o campaign.Pack) bool { return o.Name == name }) {
			continue
		}
		n := packValue(p, f.Source)
		c.Packs = append(c.Packs, campaign.Pack{ID: packID(n, ids), Name: name, Price: n})
	}
	return c
}

// refusal says why the check would refuse an answer; "" if it would not.
func (w entries) refusal(answer string) string {
	for _, p := range content.Refusals(w.file.class, answer) {
		return p.Text
	}
	return ""
}

// listed makes an answer of the facts of a field, below a head. What would be refused is held back.
func (w entries) listed(head string, field draft.Field) (answer string, used []draft.Fact, refused []held) {
	answer = head
	for _, f := range w.file.All(field) {
		l := strconv.Itoa(len(used)+1) + ". " + safe(fmt.Sprint(f.Value))
		if len(answer)+len(l) > 1500 {
			break
		}
		why := w.refusal(l)
		if why == "" {
			why = w.refusal(answer + "\n" + l)
		}
		if why != "" {
			refused = append(refused, held{f, why})
			continue
		}
		answer += "\n" + l
		used = append(used, f)
	}
	return answer, used, refused
}

// heldBack lists what of points and audience no answer says.
func (w entries) heldBack() []held {
	_, _, points := w.listed(w.intro().answer, draft.FieldPoint)
	_, _, audience := w.listed(who().answer, draft.FieldAudience)
	return append(points, audience...)
}

// writeIfFit writes an entry, or has it wait if its answer would be refused.
func (w entries) writeIfFit(e entry) {
	if why := w.refusal(e.answer); why != "" {
		w.file.remark(2, "待补：「"+shortened(strings.ReplaceAll(e.answer, "\n", "；"), 160)+"」没有写进答案，"+why+"，请负责人换个说法")
		w.pending(e.id, e.question, e.aliases)
		return
	}
	w.write(e)
}
