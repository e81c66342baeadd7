package console

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/moderation"
)

// reports has the report of a class.
type reports struct{}

func reportRoutes() []route {
	r, x, ch := reports{}, exports{}, channels{}
	return []route{
		{get, "/console/at/{class}/report", reader(), r.page},
		{get, "/console/at/{class}/report/conversions", reader(), r.back},
		{post, "/console/at/{class}/report/conversions", staff(), r.convert},
		{get, "/console/at/{class}/report.png", reader(), r.png},
		{get, "/console/at/{class}/report.svg", reader(), r.svg},
		{get, "/r/{code}", anyone(), r.find},
		{get, "/console/at/{class}/export", staff(), x.page},
		{get, "/console/at/{class}/export/{what}", staff(), x.back},
		{post, "/console/at/{class}/export/{what}", staff(), x.take},
		{get, "/console/at/{class}/channels", reader(), ch.page},
		{get, "/console/at/{class}/channels/{deed}", reader(), ch.back},
		{post, "/console/at/{class}/channels/add", staff(), ch.add},
		{post, "/console/at/{class}/channels/code", staff(), ch.make},
		{get, "/console/at/{class}/channels/code.png", reader(), ch.png},
		{get, "/console/at/{class}/channels/poster.svg", reader(), ch.posterSVG},
		{get, "/console/at/{class}/channels/poster.png", reader(), ch.posterPNG},
	}
}

// reportPage is the report with what the page adds.
type reportPage struct {
	moderation.Report
	// Bars are the widths of the funnel's stages, of 100.
	Bars []string
	// Paths lead to the people of each stage; empty if they are nobody's to see.
	Paths []string
	// Code leads back to the report from its picture; Painted is set if it can be a PNG.
	Code    string
	Painted bool
	Inside  bool
	May     bool
}

// readReport counts the report of the visit's class, or takes what was counted a moment ago.
func readReport(v *visit) (moderation.Report, error) {
	return remember(v, v.path("report"), func(ctx context.Context) (moderation.Report, error) {
		return v.Moderation.Numbers.Reports.Read(ctx, v.who, v.now)
	})
}

// page shows the report.
func (reports) page(v *visit) error {
	r, err := readReport(v)
	if err != nil {
		return err
	}
	out := reportPage{
		Report: r, Code: reportCode(v.Campaign.ID), Painted: v.Font() != nil, Inside: inside(v),
		May: v.who.May(moderation.ActionNoteConversions),
	}
	most := 1
	for _, s := range r.Funnel {
		most = max(most, s.N)
	}
	for _, s := range r.Funnel {
		out.Paths = append(out.Paths, stagePath(v, s))
		out.Bars = append(out.Bars, number(chartSize*float64(s.N)/float64(most)))
	}
	return v.page("report", out)
}

// stagePath leads to the people of a stage; empty for those who see nobody.
func stagePath(v *visit, s moderation.Stage) string {
	switch s.Key {
	case moderation.StageArrived:
		if !v.who.May(moderation.ActionListPeople) {
			return ""
		}
		return groupPath(v, string(moderation.GroupCame))
	case moderation.FigureSigned:
		return behindPath(v, moderation.BehindSeated, "", nil)
	case moderation.FigurePresent:
		return behindPath(v, moderation.BehindChecked, "", nil)
	case moderation.FigureClaimed:
		return behindPath(v, moderation.BehindHeld, s.Arg, nil)
	case moderation.FigureAsked:
		return behindPath(v, moderation.BehindCurious, "", nil)
	default:
		return ""
	}
}

// back leads from the address of a form to the page.
func (reports) back(v *visit) error { return v.redirect(v.path("report")) }

// convert writes down how many people the class has won.
func (reports) convert(v *visit) error {
	n, err := strconv.Atoi(strings.TrimSpace(v.form("n")))
	if err != nil {
		return moderation.ErrNumber
	}
	err = v.do(v.ctx(), func(ctx context.Context) error {
		return v.Moderation.Numbers.Reports.Convert(ctx, v.who, n, v.now)
	})
	if err != nil {
		return err
	}
	forget(v, v.path("report"))
	v.say(flash{Code: "converted", N: n})
	return v.redirect(v.path("report"))
}

// forget drops what was remembered for a key.
func forget(v *visit, key string) {
	v.recent.mu.Lock()
	defer v.recent.mu.Unlock()
	delete(v.recent.known, key)
}

// reportCode is the short code that leads to the report of a class: it says nothing of it.
func reportCode(class string) string {
	sum := sha256.Sum256([]byte("report " + class))
	return base32.StdEncoding.EncodeToString(sum[:5])
}

// find leads from a short code to the report, for those who may see it.
func (reports) find(v *visit) error {
	code := strings.ToUpper(v.r.PathValue("code"))
	for _, s := range v.Classes.Classes() {
		if code == reportCode(s.Campaign.ID) {
			return v.redirect(home(s.Campaign.ID) + "report")
		}
	}
	return errNoPage
}

// inside reports whether the browser is that of WeChat, which stores no files.
func inside(v *visit) bool { return strings.Contains(v.r.UserAgent(), "MicroMessenger") }

// percentOf writes the share of a figure, with one decimal; empty if there is none.
func percentOf(f moderation.Figure) string {
	tenths, ok := f.Percent()
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// took is a time as pages say it.
type took struct{ Hours, Mins, Secs int }

func tookOf(d time.Duration) took {
	s := int(d.Round(time.Second).Seconds())
	return took{s / 3600, s / 60 % 60, s % 60}
}
