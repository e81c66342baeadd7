package console

import (
	"encoding/csv"
	"errors"
	"html"
	"net/http"
	"net/url"
	"strings"

	"zhujiao/bot/export"
)

// table writes rows as CSV that spreadsheets open: with a byte order mark, and with nothing
// in a cell that they would compute.
type table struct {
	csv *csv.Writer
	out stream
}

// newTable begins a file with a name of plain letters.
func newTable(w http.ResponseWriter, name string) *table {
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"; filename*=UTF-8''`+url.PathEscape(name))
	t := &table{csv: csv.NewWriter(w), out: stream{w, http.NewResponseController(w)}}
	_ = t.out.c.SetWriteDeadline(realNow().Add(writeLimit)) // flush finds out
	_, _ = w.Write([]byte("\uFEFF"))                        // whoever has gone is found by flush
	return t
}

// row writes a row. What people wrote stays text.
func (t *table) row(cells ...string) {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = export.Text(c)
	}
	_ = t.csv.Write(out) // flush reports it
}

// flush sends what was written; false if nobody takes it.
func (t *table) flush() bool {
	t.csv.Flush()
	if t.csv.Error() != nil || t.out.c.Flush() != nil {
		return false
	}
	err := t.out.c.SetWriteDeadline(realNow().Add(writeLimit))
	return err == nil || errors.Is(err, http.ErrNotSupported) // a server without deadlines waits
}

// words fills in a small template of a page, as plain text.
func (p pages) words(page, name string, data any) string {
	var b strings.Builder
	if err := p.byName[page]().ExecuteTemplate(&b, name, data); err != nil {
		return "" // cannot happen: every test fills them in
	}
	return strings.TrimSpace(html.UnescapeString(b.String()))
}

// words is pages.words.
func (c *Console) words(page, name string, data any) string { return c.pages.words(page, name, data) }

// plainField returns a field of an address without what no database takes as text.
func plainField(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", ""))
}
