package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// contents has the pages about the versions of a class's content.
type contents struct{}

// service is what publishes content.
func (contents) service(v *visit) *moderation.Contents { return v.Moderation.Entries.Contents }

// edited is a version with what it has changed.
type edited struct {
	moderation.Edition
	Plus, Minus int
	// Parts are the sections of the file in which it has changed something.
	Parts []string
	First bool
}

// contentsPage is the list of versions, and what the visitor has not published yet.
type contentsPage struct {
	Versions []edited
	Next     int
	// Newest is set on the first page.
	Newest bool
	// Overruled is the version from the console that the newest file has taken the place of;
	// 0 for none.
	Overruled int
	Drafts    []moderation.ContentDraft
}

// versionsShown is how many versions a page shows.
const versionsShown = 20

// page lists the versions.
func (c contents) page(v *visit) error {
	below := math.MaxInt32
	if n, err := strconv.Atoi(v.r.URL.Query().Get("below")); err == nil && n > 0 {
		below = min(n, below)
	}
	rows, err := c.service(v).History(v.ctx(), v.who, below)
	if err != nil {
		return err
	}
	out := contentsPage{Newest: below == math.MaxInt32}
	for i := range rows[:min(len(rows), versionsShown)] {
		e := edited{Edition: rows[i], First: rows[i].Number == 1}
		if i+1 < len(rows) {
			e.compare(rows[i+1].Text)
		}
		e.Text = ""
		out.Versions = append(out.Versions, e)
	}
	if len(rows) > versionsShown {
		out.Next = rows[versionsShown-1].Number
	}
	if out.Newest && len(rows) > 1 && rows[0].By == "" && rows[1].By != "" {
		out.Overruled = rows[1].Number
	}
	for _, kind := range []moderation.ContentKind{
		moderation.ContentText, moderation.ContentForm, moderation.ContentAnswers, moderation.ContentMade,
	} {
		d, err := c.service(v).Draft(v.ctx(), v.who, kind)
		if err != nil {
			return err
		}
		if d.Text != "" {
			out.Drafts = append(out.Drafts, d)
		}
	}
	return v.page("content", out)
}

// compare counts what a version has changed.
func (e *edited) compare(before string) {
	part := ""
	for _, l := range text.Diff(before, e.Text, math.MaxInt32) {
		if l.Text != "" && !strings.ContainsRune(" \t#-'\"", rune(l.Text[0])) {
			part, _, _ = strings.Cut(l.Text, ":")
		}
		switch l.Op {
		case '+':
			e.Plus++
		case '-':
			e.Minus++
		default:
			continue
		}
		if part != "" && !slices.Contains(e.Parts, part) && len(e.Parts) < partsShown {
			e.Parts = append(e.Parts, part)
		}
	}
}

// partsShown is how many sections a line of the list names.
const partsShown = 6

// editPage is the text of a class in a box.
type editPage struct {
	Text string
	Base int
	// Draft is set if it is what was typed and is not published.
	Draft moderation.ContentDraft
	// Line is the line to go to.
	Line  int
	Lines int
}

// edit shows the text of the newest version, or what was typed.
func (c contents) edit(v *visit) error {
	d, err := c.service(v).Draft(v.ctx(), v.who, moderation.ContentText)
	if err != nil {
		return err
	}
	out := editPage{Text: d.Text, Base: d.Base, Draft: d}
	if d.Text == "" {
		e, err := c.service(v).Edition(v.ctx(), v.who, 0)
		if err != nil {
			return err
		}
		out.Text, out.Base = e.Text, e.Number
	}
	out.Line, _ = strconv.Atoi(v.r.URL.Query().Get("line"))
	out.Lines = min(max(strings.Count(out.Text, "\n")+2, 12), 40)
	return v.page("content_edit", out)
}

// number is the version that the path names.
func (contents) number(v *visit) (int, error) {
	n, err := strconv.Atoi(v.r.PathValue("version"))
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0, campaign.ErrNotFound
	}
	return n, nil
}

// typedText is the text of a form as a file has it.
func (contents) typedText(v *visit) string {
	return strings.ReplaceAll(v.form("text"), "\r\n", "\n")
}

// save keeps a text on top of a version.
func (c contents) save(v *visit, kind moderation.ContentKind, words string, base int) error {
	return v.do(v.ctx(), func(ctx context.Context) error {
		return c.service(v).Save(ctx, v.who, moderation.ContentDraft{Kind: kind, Text: words, Base: base, At: v.now})
	})
}

// keep keeps what is being typed; a script asks for it.
func (c contents) keep(v *visit) error {
	base, err := c.number(v)
	if err != nil {
		return err
	}
	if err := c.save(v, moderation.ContentText, c.typedText(v), base); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

// check keeps a text and shows what it would change.
func (c contents) check(v *visit) error {
	base, err := strconv.Atoi(v.form("base"))
	if err != nil || base < 1 {
		return errForm
	}
	words := c.typedText(v)
	if strings.TrimSpace(words) == "" {
		return errEmpty
	}
	if err := c.save(v, moderation.ContentText, words, base); err != nil {
		return err
	}
	return v.redirect(v.path("content/review?kind=text"))
}

// importMost is how many bytes of a file are taken.
const importMost = 1 << 20

// take takes a file from the visitor's disk as what they typed.
func (c contents) take(v *visit) error {
	if err := v.r.ParseMultipartForm(importMost + 1<<16); err != nil {
		return errForm
	}
	f, _, err := v.r.FormFile("file")
	if err != nil {
		return errEmpty
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, importMost+1))
	switch {
	case err != nil:
		return errForm
	case len(b) > importMost:
		return &moderation.LongError{Runes: len(b) / 3, Max: importMost / 3}
	case len(strings.TrimSpace(string(b))) == 0:
		return errEmpty
	case strings.ContainsRune(string(b), 0) || strings.ToValidUTF8(string(b), "") != string(b):
		return errEncoding
	}
	base, err := c.service(v).Edition(v.ctx(), v.who, 0)
	if err != nil {
		return err
	}
	if err := c.save(v, moderation.ContentText, strings.TrimPrefix(string(b), "\ufeff"), base.Number); err != nil {
		return err
	}
	return v.redirect(v.path("content/review?kind=text"))
}

// errEncoding means that a file is no text in UTF-8.
var errEncoding = errors.New("the file is no UTF-8")

// export sends the text of a version as a file.
func (c contents) export(v *visit) error {
	number, _ := strconv.Atoi(v.r.URL.Query().Get("version"))
	e, err := c.service(v).Edition(v.ctx(), v.who, max(number, 0))
	if err != nil {
		return err
	}
	name := v.Campaign.ID + ".yaml"
	h := v.w.Header()
	h.Set("Content-Type", "application/yaml; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="class.yaml"; filename*=UTF-8''`+url.PathEscape(name))
	_, err = io.WriteString(v.w, e.Text)
	if err != nil {
		panic(http.ErrAbortHandler) // the browser has gone
	}
	return nil
}

// versionPage is one version, compared with the one before and with the newest one.
type versionPage struct {
	moderation.Edition
	Newest        int
	Before, Since []text.DiffLine
}

// diffContext is how many lines are shown around a change, diffMost how many lines of a
// comparison at most.
const (
	diffContext = 3
	diffMost    = 400
)

// differences compares two texts for a page.
func differences(before, after string) []text.DiffLine {
	d := text.Diff(before, after, diffContext)
	if len(d) > diffMost {
		d = append(slices.Clone(d[:diffMost]), text.DiffLine{Op: '@'})
	}
	return d
}

// version shows a version.
func (c contents) version(v *visit) error {
	n, err := c.number(v)
	if err != nil {
		return err
	}
	e, err := c.service(v).Edition(v.ctx(), v.who, n)
	if err != nil {
		return err
	}
	newest, err := c.service(v).Edition(v.ctx(), v.who, 0)
	if err != nil {
		return err
	}
	out := versionPage{Edition: e, Newest: newest.Number}
	if n > 1 {
		before, err := c.service(v).Edition(v.ctx(), v.who, n-1)
		if err != nil {
			return err
		}
		out.Before = differences(before.Text, e.Text)
	}
	if n < newest.Number {
		out.Since = differences(newest.Text, e.Text)
	}
	return v.page("content_version", out)
}

// back leads from the address of a deed to the page.
func (contents) back(v *visit) error { return v.redirect(v.path("content")) }

// goBack publishes an earlier version again.
func (c contents) goBack(v *visit) error {
	n, err := c.number(v)
	if err != nil {
		return err
	}
	base, err := strconv.Atoi(v.form("base"))
	if err != nil {
		return errForm
	}
	err = v.act(v.path("content"), func(ctx context.Context, said *flash) error {
		p, err := c.service(v).Return(ctx, v.who, n, base, v.now)
		*said = flash{Code: "returned-version", N: p.Number, Name: fmt.Sprint(n), Undo: ""}
		return err
	})
	serve(v)
	return err
}

// serve lets what was published serve before the next page says so.
func serve(v *visit) {
	if err := v.Classes.Refresh(v.ctx()); err != nil {
		v.Log.ErrorContext(v.ctx(), "what was published in the console does not serve yet; trying again", "error", err)
	}
}
