package export_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zhujiao/bot/export"
)

// TestText marks what a spreadsheet would compute, and nothing else.
func TestText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "你好": "你好", "1": "1", "a=b": "a=b", "'x": "'x",
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"  =1": "'  =1", "\u3000＝1": "'\u3000＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x",
	} {
		if got := export.Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestFormats writes the same rows in both formats and reads them again.
func TestFormats(t *testing.T) {
	t.Parallel()
	at := time.Date(2022, 7, 7, 20, 30, 5, 0, time.FixedZone("", 8*60*60))
	hostile := []string{
		"=HYPERLINK(\"http://evil.example\")", "逗号,引号\"换行\n完", "<b>&amp;</b>", "\x00\x0b\xff坏", strings.Repeat("长", 40_000), "_x000D_",
	}
	want := [][]string{{"名字", "数", "时间"}, {"'=HYPERLINK(\"http://evil.example\")", "-3", "2022-07-07 20:30:05"}}
	for _, format := range []string{export.CSV, export.XLSX} {
		var b bytes.Buffer
		s, err := export.New(format, "表", &b)
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(s.Row("名字", "数", "时间"), s.Row(hostile[0], -3, at))
		for _, h := range hostile[1:] {
			err = errors.Join(err, s.Row(h, 0, time.Time{}))
		}
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(format, err)
		}
		rows := read(t, format, b.Bytes())
		if len(rows) != 7 || !slices.Equal(rows[0], want[0]) || !slices.Equal(rows[1], want[1]) {
			t.Fatalf("%s: %.300q", format, rows)
		}
		if rows[2][0] != hostile[1] || rows[3][0] != hostile[2] ||
			rows[4][0] != "\ufffd坏" || len([]rune(rows[5][0])) != 32_000 || rows[6][0] != "_x000D_" {
			t.Errorf("%s: %.300q", format, rows[2:])
		}
	}
	if _, err := export.New("pdf", "x", nil); !errors.Is(err, export.ErrFormat) {
		t.Errorf("a pdf: %v", err)
	}
}

func read(t *testing.T, format string, b []byte) (rows [][]string) {
	t.Helper()
	if format == export.CSV {
		rest, marked := bytes.CutPrefix(b, []byte("\uFEFF"))
		rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
		if err != nil || !marked {
			t.Fatalf("%v, marked %v", err, marked)
		}
		return rows
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if rows, err = f.GetRows("表"); err != nil {
		t.Fatal(err)
	}
	if formula, err := f.GetCellFormula("表", "A2"); err != nil || formula != "" {
		t.Errorf("a formula %q, %v", formula, err)
	}
	return rows
}
