package console

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"zhujiao/bot/export"
	"zhujiao/bot/moderation"
)

// Tables writes tables with their words.
type Tables interface {
	// Title is the name of a table; empty if there is none.
	Title(k moderation.ExportKind) string
	// Write writes a table and returns how many rows it has besides its first one.
	Write(ctx context.Context, who moderation.Actor, x *moderation.Exports, k moderation.ExportKind, to *export.Sheet) (int, error)
	// Scratch returns an empty file that nobody else sees and that is gone once it is closed.
	Scratch() (Scratch, error)
}

// Scratch is a file for a table that is being made.
type Scratch interface {
	io.ReadWriteSeeker
	io.Closer
}

// exports has the tables that moderators take away.
type exports struct{}

type exportRow struct {
	Kind  moderation.ExportKind
	Title string
	N     int
}

type exportPage struct {
	Rows []exportRow
	// Inside is set in the browser of WeChat, which stores no files.
	Inside bool
}

// page lists the tables with how many rows each has.
func (exports) page(v *visit) error {
	counts, err := remember(v, v.path("export"), func(ctx context.Context) (map[moderation.ExportKind]int, error) {
		return v.Moderation.Numbers.Exports.Counts(ctx, v.who)
	})
	if err != nil {
		return err
	}
	out := exportPage{Inside: inside(v)}
	for _, k := range moderation.ExportKinds() {
		out.Rows = append(out.Rows, exportRow{k, v.Tables.Title(k), counts[k]})
	}
	return v.page("export", out)
}

// back leads from the address of a form to the page.
func (exports) back(v *visit) error { return v.redirect(v.path("export")) }

// take makes a table, records that it leaves, and sends it. It is made as a file first, so that
// half a table never looks whole, and one at a time.
func (x exports) take(v *visit) error {
	kind := moderation.ExportKind(v.r.PathValue("what"))
	if !slices.Contains(moderation.ExportKinds(), kind) {
		return errNoPage
	}
	format := v.form("format")
	if format != export.CSV && format != export.XLSX {
		return errForm
	}
	service := v.Moderation.Numbers.Exports
	if _, err := service.Begin(v.ctx(), v.who, kind); err != nil {
		return err
	}
	select {
	case v.exporting <- struct{}{}:
		defer func() { <-v.exporting }()
	default:
		return errBusy
	}
	file, err := v.Tables.Scratch()
	if err != nil {
		return fmt.Errorf("make room for a table: %w", err)
	}
	defer func() { _ = file.Close() }() // it is gone, whatever it says
	rows, err := x.write(v, kind, format, file)
	if err != nil {
		return err
	}
	err = v.do(v.ctx(), func(ctx context.Context) error {
		return service.Record(ctx, v.who, moderation.Taken{Kind: kind, Format: format, Rows: rows}, v.now)
	})
	if err != nil {
		return err
	}
	return x.send(v, kind, format, file)
}

func (exports) write(v *visit, kind moderation.ExportKind, format string, to io.Writer) (int, error) {
	sheet, err := export.New(format, v.Tables.Title(kind), to)
	if err != nil {
		return 0, err
	}
	rows, err := v.Tables.Write(v.ctx(), v.who, v.Moderation.Numbers.Exports, kind, sheet)
	if err != nil {
		return 0, err
	}
	return rows, sheet.Close()
}

// send sends a table that was made.
func (exports) send(v *visit, kind moderation.ExportKind, format string, file io.ReadSeeker) error {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("measure a table: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read a table: %w", err)
	}
	day := v.now.In(v.Campaign.Zone).Format("20060102-1504")
	h := v.w.Header()
	h.Set("Content-Type", map[string]string{
		export.CSV:  "text/csv; charset=utf-8",
		export.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}[format])
	h.Set("Content-Length", fmt.Sprint(size))
	attach(h, string(kind)+"-"+day+"."+format, v.Campaign.Name+" "+v.Tables.Title(kind)+" "+day+"."+format)
	out := stream{v.w, http.NewResponseController(v.w)}
	for part := make([]byte, 256<<10); ; {
		n, err := file.Read(part)
		if n > 0 {
			_ = out.c.SetWriteDeadline(realNow().Add(writeLimit)) // a server without deadlines waits
			if _, err := v.w.Write(part[:n]); err != nil {
				panic(http.ErrAbortHandler) // nobody takes it: half a table must not look whole
			}
		}
		if err == io.EOF { //nolint:errorlint // Read returns it as it is
			return nil
		}
		if err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

// attach names a file to be stored: plain in letters that every browser takes, full in any.
func attach(h http.Header, plain, full string) {
	full = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(full, "_"))
	h.Set("Content-Disposition", `attachment; filename="`+plain+`"; filename*=UTF-8''`+url.PathEscape(full))
}
