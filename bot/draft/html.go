package draft

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"

	regexp "zhujiao/bot/lazyregexp"
)

// page is what a page of HTML says about itself and in its body.
type page struct {
	lineList
	title     string
	published string
	// site is who the page says that it belongs to: its account, else its site or author.
	site string
}

// element is an open element.
type element struct {
	name   string
	hidden bool
	// account is set for the element that names the account of the platform.
	account bool
}

// walker reads a page as a stream of tags: neither nesting nor broken markup costs more than
// the length of the page.
type walker struct {
	page
	open    []element
	deeper  int // open elements that are not kept, because there are too many
	hidden  int // hidden ones among those that are open
	text    strings.Builder
	bold    strings.Builder // what of the text is bold
	kind    lineKind
	depth   int
	table   int
	tables  int
	cells   []string
	inCell  bool
	inTitle bool
	account string // that the platform names
	inBold  int
	lists   int
	span    rowSpan
	link    strings.Builder // the words of the open link
	inLink  bool
	links   []string // the links of the line
}

// mostOpen bounds the elements whose ends are told apart.
const mostOpen = 200

// readHTML takes the lines out of a page. Scripts, styles and hidden elements say nothing.
func readHTML(data []byte) page {
	w := &walker{}
	z := html.NewTokenizer(bytes.NewReader(data))
	z.SetMaxBuf(1 << 20)
	for {
		switch z.Next() {
		case html.ErrorToken:
			w.flush()
			return w.page
		case html.TextToken:
			w.say(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

// say takes a piece of text.
func (w *walker) say(s string) {
	if len(w.open) > 0 && w.open[len(w.open)-1].name == "script" {
		if m := scriptDate.FindStringSubmatch(s); m != nil && w.published == "" {
			w.published = m[1]
		}
		return
	}
	if w.inTitle {
		if w.title == "" {
			w.title = collapse(s)
		}
		return
	}
	if len(w.open) > 0 && w.open[len(w.open)-1].account && collapse(s) != "" {
		w.account, w.site = collapse(s), collapse(s)
		return // it names the account, and is no line of the article
	}
	if w.hidden > 0 || w.text.Len() > 1<<16 {
		return
	}
	w.text.WriteString(s)
	if w.inBold > 0 {
		w.bold.WriteString(s)
	}
	if w.inLink {
		w.link.WriteString(s)
	}
}

var (
	scriptDate = regexp.MustCompile(`(?:publish_time|createTime|publishTime|datePublished)"?\s*[=:]\s*["'](\d{4}-\d{2}-\d{2})`)
	styleGone  = regexp.MustCompile(`display\s*:\s*none|font-size\s*:\s*0(?:px|;|\s|$)`)
	styleHides = regexp.MustCompile(`visibility\s*:\s*hidden`)
	styleBold  = regexp.MustCompile(`font-weight\s*:\s*(?:bold|[6-9]00)`)
)

func (w *walker) start(t html.Token) {
	if isBreak(t.Data) {
		w.flush()
	}
	hidden, bold := w.attributes(t)
	if t.Data == "td" || t.Data == "th" {
		w.span.open(t, len(w.cells))
	}
	if isVoid(t.Data) || t.Type == html.SelfClosingTagToken && t.Data != "script" {
		return
	}
	if len(w.open) >= mostOpen {
		w.deeper++
		return
	}
	hidden = hidden || isSilent(t.Data)
	if hidden {
		w.hidden++
	}
	name := t.Data
	if bold && name != "b" && name != "strong" {
		name += "!"
	}
	w.open = append(w.open, element{name, hidden, isAccount(t)})
	w.enter(t.Data, bold)
}

// enter notes what an element begins.
func (w *walker) enter(name string, bold bool) {
	switch name {
	case "title":
		w.inTitle = len(w.open) < 5
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.kind, w.depth = heading, int(name[1]-'0')
	case "li", "dd":
		w.kind, w.depth = item, max(w.lists, 1)
	case "ul", "ol":
		w.lists++
	case "table":
		w.tables++
		w.table = w.tables
	case "tr":
		w.cells = nil
	case "td", "th":
		w.inCell = w.table > 0
	case "a":
		w.inLink = true
	}
	if bold || name == "b" || name == "strong" {
		w.inBold++
	}
}

// attributes reads whether an element is hidden or bold, and the dates that it carries.
func (w *walker) attributes(t html.Token) (hidden, bold bool) {
	at := map[string]string{}
	for i, a := range t.Attr {
		if i < 40 {
			at[a.Key] = a.Val
		}
	}
	style := strings.ToLower(at["style"])
	_, h := at["hidden"]
	// The platform's own pages hide the whole article until their script has run.
	hidden = h || styleGone.MatchString(style) || styleHides.MatchString(style) && at["id"] != "js_content"
	bold = styleBold.MatchString(style)
	if t.Data == "meta" {
		switch name := strings.ToLower(at["property"] + at["name"]); name {
		case "og:title":
			w.title = collapse(at["content"])
		case "og:site_name", "author", "og:article:author", "article:author":
			if w.account == "" && at["content"] != "" {
				w.site = collapse(at["content"])
			}
		case "article:published_time", "publishdate", "pubdate", "date":
			w.published = at["content"]
		}
	}
	if t.Data == "time" && at["datetime"] != "" && strings.Contains(at["class"]+at["itemprop"], "publish") {
		w.published = at["datetime"]
	}
	return hidden, bold
}

func (w *walker) end(name string) {
	if isBreak(name) {
		w.flush()
	}
	if w.deeper > 0 {
		w.deeper--
		return
	}
	at := len(w.open) - 1
	for at >= 0 && strings.TrimSuffix(w.open[at].name, "!") != name {
		at--
	}
	if at < 0 {
		return
	}
	for i := len(w.open) - 1; i >= at; i-- {
		w.leave(w.open[i])
	}
	w.open = w.open[:at]
}

// leave notes what an element ends.
func (w *walker) leave(e element) {
	if e.hidden {
		w.hidden--
	}
	name := strings.TrimSuffix(e.name, "!")
	if name != e.name || name == "b" || name == "strong" {
		w.inBold--
	}
	switch name {
	case "title":
		w.inTitle = false
	case "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd":
		w.kind = paragraph
	case "ul", "ol":
		w.lists--
	case "td", "th":
		w.closeCell()
	case "a":
		w.closeLink()
	case "tr":
		w.closeRow()
	case "table":
		w.closeRow()
		w.table = 0
	}
}

func (w *walker) closeCell() {
	if !w.inCell {
		return
	}
	w.cells = append(w.cells, collapse(w.text.String()))
	w.text.Reset()
	w.bold.Reset()
	w.inCell = false
}

func (w *walker) closeRow() {
	if len(w.cells) == 0 {
		return
	}
	w.cells = w.span.fill(w.cells)
	joinCells(w.cells)
	n := line{raw: strings.Join(w.cells, " "), kind: row, table: w.table, links: w.links}
	w.links = nil
	for _, c := range w.cells {
		n.cells = append(n.cells, fold(c))
	}
	if len(n.cells) == 1 {
		n.kind, n.cells = paragraph, nil
	}
	w.add(n)
	w.cells = nil
}

// flush ends a line. Inside of a cell lines run together.
func (w *walker) flush() {
	if w.inCell {
		w.text.WriteString(cellEnd)
		return
	}
	s := w.text.String()
	strong := fold(w.bold.String())
	bold := strings.TrimSpace(s) != "" && strong == fold(s)
	lead := ""
	if strong != "" && !bold && strings.HasPrefix(fold(s), strong) {
		lead = strong
	}
	w.text.Reset()
	w.bold.Reset()
	w.add(line{raw: s, kind: w.kind, depth: w.depth, bold: bold, lead: lead, links: w.links, foot: w.within("footer")})
	w.links = nil
}

// isAccount reports the element in which the platform names the account of an article.
func isAccount(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "id" && (a.Val == "js_name" || a.Val == "js_wx_follow_nickname") {
			return true
		}
	}
	return false
}

func isBreak(name string) bool {
	switch name {
	case "p", "div", "section", "article", "header", "footer", "main", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr",
		"table", "tr", "td", "th", "blockquote", "figure", "figcaption", "dl", "dt", "dd", "pre", "form", "body", "aside", "nav", "center":
		return true
	}
	return false
}

// isSilent reports the elements whose text nobody reads.
func isSilent(name string) bool {
	switch name {
	case "script", "style", "noscript", "template", "svg", "textarea", "select", "iframe", "nav", "object", "button":
		return true
	}
	return false
}

func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}

// within reports whether an element is open.
func (w *walker) within(name string) bool {
	return slices.ContainsFunc(w.open, func(e element) bool { return e.name == name })
}
