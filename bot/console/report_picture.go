package console

import (
	"bytes"

	"zhujiao/bot/moderation"
	"zhujiao/bot/paint"
)

// The colours of pictures.
const (
	inkColor   paint.Color = 0x1B2430
	softColor  paint.Color = 0x5B6672
	mainColor  paint.Color = 0x0B6B50
	paleColor  paint.Color = 0xDDE5E1
	paperColor paint.Color = 0xFFFFFF
)

// svg shows the picture of the report where there is no font.
func (reports) svg(v *visit) error {
	s, err := reportSheet(v)
	if err != nil {
		return err
	}
	return drawn(v, s, false)
}

// png shows the picture of the report.
func (reports) png(v *visit) error {
	s, err := reportSheet(v)
	if err != nil {
		return err
	}
	return drawn(v, s, true)
}

// drawn sends a picture. A PNG without a font is none: its address leads nowhere then.
func drawn(v *visit, s *paint.Sheet, asPNG bool) error {
	var b bytes.Buffer
	h := v.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox")
	h.Set("Content-Disposition", "inline")
	if !asPNG {
		if err := s.SVG(&b); err != nil {
			return err
		}
		h.Set("Content-Type", "image/svg+xml")
		_, _ = v.w.Write(b.Bytes()) // the browser may have gone
		return nil
	}
	f := v.Font()
	if f == nil {
		return errNoPage
	}
	select {
	case v.painting <- struct{}{}:
		defer func() { <-v.painting }()
	case <-v.ctx().Done():
		return errBusy
	}
	if err := s.PNG(&b, f); err != nil {
		return err
	}
	h.Set("Content-Type", "image/png")
	_, _ = v.w.Write(b.Bytes()) // the browser may have gone
	return nil
}

// chosen are the figures that the picture shows.
func chosen(k moderation.FigureKey) bool {
	switch k {
	case moderation.FigureSigned, moderation.FigurePresent, moderation.FigureClaimed, moderation.FigureAsked,
		moderation.FigureAnswered, moderation.FigureWait, moderation.FigureSelf:
		return true
	case moderation.FigureReached, moderation.FigureWaited, moderation.FigurePromoted, moderation.FigureDeadLinks,
		moderation.FigureOptedOut, moderation.FigureUnfollowed, moderation.FigureConverted, moderation.StageArrived:
	}
	return false
}

// reportSheet lays the report out for a group: numbers of people, and nobody's.
func reportSheet(v *visit) (*paint.Sheet, error) {
	r, err := readReport(v)
	if err != nil {
		return nil, err
	}
	s := &paint.Sheet{Width: 1080, Ground: paperColor}
	const left, wide = 72, 936
	y := 60
	line := func(words string, size int, color paint.Color, bold bool) {
		y += size * 5 / 4
		s.Items = append(s.Items, paint.Text{X: left, Y: y, Size: size, Words: words, Color: color, Bold: bold})
	}
	for _, part := range paint.Wrap(v.words("report", "picture-title", v.Campaign.Name), 52, wide, 2) {
		line(part, 52, inkColor, true)
	}
	line(v.words("channels", "poster-when", whenOf(v)), 34, softColor, false)
	y += 24
	most := 1
	for _, st := range r.Funnel {
		most = max(most, st.N)
	}
	for _, st := range r.Funnel {
		y += 14
		line(v.words("report", "name-of-stage", st)+"  "+v.words("report", "picture-people", st.N), 36, inkColor, false)
		y += 14
		s.Items = append(s.Items, paint.Box{X: left, Y: y, W: wide, H: 26, Color: paleColor},
			paint.Box{X: left, Y: y, W: wide * st.N / most, H: 26, Color: mainColor})
		y += 26
	}
	y += 30
	for _, f := range r.Figures {
		if !chosen(f.Key) {
			continue
		}
		y += 60
		s.Items = append(s.Items,
			paint.Text{X: left, Y: y, Size: 34, Words: v.words("report", "name-of-figure", f), Color: softColor},
			paint.Text{X: left + wide/2, Y: y, Size: 34, Words: v.words("report", "value-of-figure", f), Color: inkColor, Bold: true})
	}
	y += 40
	code := reportCode(v.Campaign.ID)
	if v.URL != "" {
		s.Items = append(s.Items, paint.Code{X: left + wide - 220, Y: y, Size: 220, Address: v.URL + "/r/" + code})
	}
	s.Items = append(s.Items, paint.Text{X: left, Y: y + 120, Size: 32, Words: v.words("report", "picture-foot", code), Color: softColor})
	s.Height = y + 260
	return s, nil
}
