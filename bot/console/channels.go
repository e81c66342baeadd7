package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"rsc.io/qr"

	"zhujiao/bot"
	"zhujiao/bot/moderation"
	"zhujiao/bot/paint"
)

// channels has the page of channels, their QR codes and the poster.
type channels struct{}

// channelRow is a channel with how many people came and registered by it.
type channelRow struct {
	moderation.Channel
	Arrived, Seated int
	Query           string
}

type channelPage struct {
	Rows    []channelRow
	May     bool
	Painted bool
	// Poster is set if a poster can be made: not for a class that does not take place.
	Poster bool
}

// page lists the channels.
func (channels) page(v *visit) error {
	service := v.Moderation.Numbers.Channels
	var all []moderation.Channel
	if err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		all, err = service.List(ctx, v.who)
		return err
	}); err != nil {
		return err
	}
	r, err := readReport(v)
	if err != nil {
		return err
	}
	out := channelPage{May: v.who.May(moderation.ActionAddChannel), Painted: v.Font() != nil, Poster: !v.Campaign.Cancelled}
	for _, c := range all {
		row := channelRow{Channel: c, Query: url.Values{"of": {c.Scene}}.Encode()}
		for _, n := range r.Counts.Channels {
			if n.Code == c.Scene {
				row.Arrived, row.Seated = n.Arrived, n.Seated
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return v.page("channels", out)
}

// back leads from the address of a form to the page.
func (channels) back(v *visit) error { return v.redirect(v.path("channels")) }

// add adds a channel.
func (channels) add(v *visit) error {
	var c moderation.Channel
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		c, err = v.Moderation.Numbers.Channels.Add(ctx, v.who, v.form("name"), v.now)
		return err
	})
	if err != nil {
		return err
	}
	if err := v.Classes.Refresh(v.ctx()); err != nil {
		return err
	}
	v.say(flash{Code: "channel-added", Name: c.Name, Text: c.Scene})
	return v.redirect(v.path("channels"))
}

// make has the platform make the code of a channel, outside of any unit, and stores it.
func (channels) make(v *visit) error {
	service, scene := v.Moderation.Numbers.Channels, v.form("of")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx()), codeLimit)
	defer cancel()
	address, fresh, err := service.Code(ctx, v.who, scene)
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		return &codeError{e.Code}
	}
	if err != nil {
		return err
	}
	if fresh {
		if err := v.do(v.ctx(), func(ctx context.Context) error { return service.Keep(ctx, v.who, scene, address, v.now) }); err != nil {
			return err
		}
	}
	v.say(flash{Code: "channel-code", Name: scene})
	return v.redirect(v.path("channels"))
}

// codeLimit is how long the platform may take to make a code.
const codeLimit = 6 * time.Second

// codeError means that the platform made no code; Code is its error, 0 if it did not answer.
type codeError struct{ Code int }

// Error implements error.
func (*codeError) Error() string { return "the platform made no QR code" }

// refusalOfCode returns the refusal of a code or of a table.
func refusalOfCode(err error) (refusal, int, bool) {
	if e, ok := errors.AsType[*codeError](err); ok {
		return refusal{Code: "nocode", N: e.Code}, http.StatusBadGateway, true
	}
	if e, ok := errors.AsType[*moderation.ManyError](err); ok {
		return refusal{Code: "toolong", N: e.Rows, Max: e.Max}, http.StatusUnprocessableEntity, true
	}
	return refusal{}, 0, false
}

// found returns the channel that the address names; it must have a code.
func (channels) found(v *visit) (c moderation.Channel, err error) {
	err = v.do(v.ctx(), func(ctx context.Context) (err error) {
		c, err = v.Moderation.Numbers.Channels.Find(ctx, v.who, plainField(v.r.URL.Query().Get("of")))
		return err
	})
	if err == nil && c.URL == "" {
		err = moderation.ErrNotFound
	}
	return c, err
}

// png shows the code of a channel.
func (ch channels) png(v *visit) error {
	c, err := ch.found(v)
	if err != nil {
		return err
	}
	code, err := qr.Encode(c.URL, qr.M)
	if err != nil {
		return moderation.ErrNotFound
	}
	code.Scale = 16
	v.w.Header().Set("Content-Type", "image/png")
	v.w.Header().Set("Content-Disposition", "inline")
	_, _ = v.w.Write(code.PNG()) // the browser may have gone
	return nil
}

func (ch channels) posterSVG(v *visit) error { return ch.poster(v, false) }
func (ch channels) posterPNG(v *visit) error { return ch.poster(v, true) }

// poster shows a poster with the code of a channel.
func (ch channels) poster(v *visit, asPNG bool) error {
	c, err := ch.found(v)
	if err != nil {
		return err
	}
	if v.Campaign.Cancelled {
		return errNoPage
	}
	return drawn(v, posterSheet(v, c.URL), asPNG)
}

// when is a class's time as a poster says it.
type when struct {
	Month, Day, Weekday int
	From, To            string
	// Zone names the clock if it is not China's.
	Zone string
}

func whenOf(v *visit) when {
	start, end := v.Campaign.Start.In(v.Campaign.Zone), v.Campaign.End.In(v.Campaign.Zone)
	out := when{
		Month: int(start.Month()), Day: start.Day(), Weekday: int(start.Weekday()), From: start.Format("15:04"), To: end.Format("15:04"),
	}
	if _, east := start.Zone(); east != 8*60*60 {
		out.Zone = start.Format("MST")
	}
	return out
}

// posterFacts is where the facts of a poster end at the latest, above its code.
const posterFacts = 1200

// lower moves lines down, so that few of them do not leave the middle of a poster empty.
func lower(items []paint.Item, by int) {
	for i, item := range items {
		if t, ok := item.(paint.Text); ok {
			t.Y += by
			items[i] = t
		}
	}
}

// posterSheet lays out what the file says of a class, and nothing else: long texts get smaller,
// then end in ….
func posterSheet(v *visit, address string) *paint.Sheet {
	s := &paint.Sheet{Width: 1080, Height: 1920, Ground: paperColor}
	const middle, wide = 540, 936
	for _, edge := range []int{0, 1872} {
		s.Items = append(s.Items, paint.Box{X: 0, Y: edge, W: 1080, H: 48, Color: mainColor})
	}
	y := 150
	put := func(words string, sizes []int, lines int, color paint.Color, bold bool) {
		if words == "" {
			return
		}
		size := sizes[0]
		for _, size = range sizes {
			if len(paint.Wrap(words, size, wide, lines+1)) <= lines {
				break
			}
		}
		for _, part := range paint.Wrap(words, size, wide, lines) {
			s.Items = append(s.Items, paint.Text{X: middle, Y: y, Size: size, Words: part, Color: color, Bold: bold, Middle: true})
			y += size * 3 / 2
		}
	}
	c := v.Campaign
	put(c.Host, []int{40, 32}, 2, softColor, false)
	y += 70
	put(c.Name, []int{92, 76, 62}, 4, inkColor, true)
	y += 50
	put(v.words("channels", "poster-when", whenOf(v)), []int{56, 46}, 2, mainColor, true)
	y += 40
	put(v.words("channels", "poster-lecturer", c.Lecturer), []int{48, 40}, 2, inkColor, true)
	put(c.LecturerIntro, []int{36, 30}, 6, softColor, false)
	lower(s.Items, max(0, (posterFacts-y)/3))
	s.Items = append(s.Items, paint.Code{X: middle - 220, Y: 1250, Size: 440, Address: address})
	y = 1760
	put(v.words("channels", "poster-scan", c.Signup.ScanSignsUp), []int{48}, 1, inkColor, true)
	put(v.words("channels", "poster-seats", c.Signup.Seats), []int{36}, 1, softColor, false)
	return s
}
