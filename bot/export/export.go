// Package export writes tables as files that spreadsheets open: nothing that people wrote is
// computed, and no table is held in memory.
package export

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table that is written row by row.
type Sheet struct{ to rows }

type rows interface {
	row(cells []any) error
	close() error
}

// Row writes a row. A cell is a string, which stays text whatever it looks like, an int, or a
// time.Time, of which the clock of its zone is written and which is empty if it is zero.
func (s *Sheet) Row(cells ...any) error { return s.to.row(cells) }

// Close ends the table; what was written before is not whole.
func (s *Sheet) Close() error { return s.to.close() }

// Formats are the endings of the files, without a dot.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// ErrFormat means that a file has another ending.
var ErrFormat = errors.New("a table is a file that ends in .xlsx or .csv")

// New begins a table in a format. name is that of its sheet.
func New(format, name string, w io.Writer) (*Sheet, error) {
	switch format {
	case CSV:
		s, err := newCSV(w)
		return &Sheet{s}, err
	case XLSX:
		s, err := newXLSX(w, name)
		return &Sheet{s}, err
	}
	return nil, ErrFormat
}

// Text returns a text that no spreadsheet takes for a formula.
func Text(s string) string {
	const computed = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
	trimmed := strings.TrimLeft(s, " \u3000\u00a0")
	if first, _ := utf8.DecodeRuneInString(trimmed); trimmed != "" && strings.ContainsRune(computed, first) {
		return "'" + s
	}
	return s
}

// timeLayout is how times are written.
const timeLayout = time.DateTime

// plain returns a text that XML and databases of spreadsheets can hold, of at most as many
// characters as a cell has.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if len(s) <= cellMost {
		return s
	}
	if r := []rune(s); len(r) > cellMost {
		return string(r[:cellMost])
	}
	return s
}

// cellMost is how many characters a cell of a spreadsheet holds, with room for the mark of
// Text.
const cellMost = 32_000

type csvSheet struct {
	w     *csv.Writer
	cells []string
}

func newCSV(w io.Writer) (*csvSheet, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil { // or Excel reads it in the machine's code page
		return nil, fmt.Errorf("write a table: %w", err)
	}
	return &csvSheet{w: csv.NewWriter(w)}, nil
}

func (s *csvSheet) row(cells []any) error {
	s.cells = s.cells[:0]
	for _, c := range cells {
		switch c := c.(type) {
		case string:
			s.cells = append(s.cells, Text(plain(c)))
		case time.Time:
			s.cells = append(s.cells, written(c))
		default:
			s.cells = append(s.cells, fmt.Sprint(c))
		}
	}
	return s.w.Write(s.cells)
}

func (s *csvSheet) close() error {
	s.w.Flush()
	return s.w.Error()
}

func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(timeLayout)
}

type xlsxSheet struct {
	out    io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	rows   int
	cells  []any
}

func newXLSX(w io.Writer, name string) (_ *xlsxSheet, err error) {
	s := &xlsxSheet{out: w, file: excelize.NewFile()}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("begin a table: %w", err), s.file.Close())
		}
	}()
	if err := s.file.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	if s.stream, err = s.file.NewStreamWriter(name); err != nil {
		return nil, err
	}
	if err := s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	return s, s.stream.SetColWidth(1, 12, 18)
}

// row: a string is stored as a text, never as a formula; it is marked as in a
// CSV all the same, because people save one as the other.
func (s *xlsxSheet) row(cells []any) error {
	s.rows++
	s.cells = s.cells[:0]
	for _, c := range cells {
		switch c := c.(type) {
		case string:
			s.cells = append(s.cells, Text(plain(c)))
		case time.Time:
			s.cells = append(s.cells, written(c))
		default:
			s.cells = append(s.cells, c)
		}
	}
	return s.stream.SetRow(fmt.Sprint("A", s.rows), s.cells)
}

// close writes the file, so that a table that was given up has
// written nothing.
func (s *xlsxSheet) close() error {
	err := s.stream.Flush()
	if err == nil {
		_, err = s.file.WriteTo(s.out)
	}
	return errors.Join(err, s.file.Close())
}
