package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/console"
	"zhujiao/bot/content"
	"zhujiao/bot/export"
	"zhujiao/bot/moderation"
	"zhujiao/bot/paint"
	"zhujiao/bot/sqlstore"
	"zhujiao/handlers/sheets"
)

// tables implements console.Tables.
type tables struct{}

// Title implements console.Tables.
func (tables) Title(k moderation.ExportKind) string { return sheets.Title(k) }

// Write implements console.Tables.
func (tables) Write(
	ctx context.Context, who moderation.Actor, x *moderation.Exports, k moderation.ExportKind, to *export.Sheet,
) (int, error) {
	return sheets.Write(ctx, who, x, k, to)
}

// Scratch implements console.Tables.
func (tables) Scratch() (console.Scratch, error) { //nolint:ireturn // the interface that it implements
	f, err := os.CreateTemp("", "zhujiao-table-")
	if err != nil {
		return nil, err
	}
	if os.Remove(f.Name()) == nil { // it has no name any more, so that it is gone even if the process is killed
		return f, nil
	}
	return scratch{f, f}, nil // a system on which open files keep their names
}

// scratch is a file that is removed when it is closed.
type scratch struct {
	io.ReadWriteSeeker
	file *os.File
}

// Close implements io.Closer.
func (s scratch) Close() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }

// font finds a font for pictures.
func font() *paint.Font {
	f, err := paint.FindFont()
	if err != nil {
		return nil // the pictures are SVG then
	}
	return f
}

// accountCodes implements moderation.CodeMaker over the account's API, which is opened after the first
// classes are loaded.
type accountCodes struct{ a *App }

// CreateCode implements moderation.CodeMaker.
func (c accountCodes) CreateCode(ctx context.Context, scene string) (string, error) {
	return c.a.api.client.CreateCode(ctx, scene)
}

// storedNumbers returns the services of figures, reports and tables of a class of a stored
// database, also while zhujiao serve runs. It is campaign.ErrNotFound if there is no such class.
func storedNumbers(ctx context.Context, st *sqlstore.Store, id string, at time.Time) (*moderation.Numbers, error) {
	c := catalog.New(catalog.Options{
		Unit: st, Versions: st.Versions(), Store: st.Content, Vocabulary: Vocabulary(),
		Clock: func() time.Time { return at }, Services: func(*catalog.Snapshot) {},
	})
	s, err := c.Open(ctx, id)
	if errors.Is(err, content.ErrBad) {
		return nil, errors.Join(campaign.ErrNotFound, err)
	}
	if err != nil {
		return nil, err
	}
	return numbersOf(class{Campaign: s.Campaign}, st), nil
}

// operator is whoever works at the machine itself.
func operator() moderation.Actor {
	return moderation.Actor{Name: "operator", Role: moderation.RoleOwner, Via: moderation.ViaCommandLine}
}

// ReportOf counts the report of a stored class.
func ReportOf(ctx context.Context, st *sqlstore.Store, id string, at time.Time) (moderation.Report, *campaign.Campaign, error) {
	n, err := storedNumbers(ctx, st, id, at)
	if err != nil {
		return moderation.Report{}, nil, err
	}
	r, err := n.Reports.Read(ctx, operator(), at)
	return r, n.Campaign, err
}

// Wanted is a table of a class.
type Wanted struct {
	Class string
	Kind  moderation.ExportKind
}

// ExportTo writes a table of a stored class to a new file, whose ending chooses the format, and
// returns how many rows it has. It is recorded like one that was taken in the console.
func ExportTo(ctx context.Context, st *sqlstore.Store, w Wanted, file string, at time.Time) (rows int, err error) {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
	if format != export.CSV && format != export.XLSX {
		return 0, export.ErrFormat
	}
	n, err := storedNumbers(ctx, st, w.Class, at)
	if err != nil {
		return 0, err
	}
	if _, err := n.Exports.Begin(ctx, operator(), w.Kind); err != nil {
		return 0, err
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator's own file
	if err != nil {
		return 0, fmt.Errorf("make the file of the table: %w", err)
	}
	defer func() {
		if err = errors.Join(err, out.Close()); err != nil {
			err = errors.Join(err, os.Remove(file)) // half a table must not look whole
		}
	}()
	if rows, err = writeTable(ctx, n.Exports, w.Kind, format, out); err != nil {
		return 0, err
	}
	return rows, st.Do(ctx, func(ctx context.Context) error {
		return n.Exports.Record(ctx, operator(), moderation.Taken{Kind: w.Kind, Format: format, Rows: rows}, at)
	})
}

func writeTable(ctx context.Context, x *moderation.Exports, k moderation.ExportKind, format string, to io.Writer) (int, error) {
	sheet, err := export.New(format, sheets.Title(k), to)
	if err != nil {
		return 0, err
	}
	rows, err := sheets.Write(ctx, operator(), x, k, sheet)
	if err != nil {
		return 0, err
	}
	return rows, sheet.Close()
}
