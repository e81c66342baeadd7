package faqlab

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// lineMax is how long a line of JSON may be.
const lineMax = 1 << 20

// eachLine calls f with every line that is not blank, and its number, until one
// fails. A byte order mark before the first is no part of it.
func eachLine(in io.Reader, f func(n int, line []byte) error) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, lineMax)
	n := 0
	for lines.Scan() {
		n++
		line := lines.Bytes()
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if err := f(n, line); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return &lineError{n + 1, errors.New("longer than 1 MiB: shorten it, or give one JSON object a line")}
	}
	return lines.Err()
}

// lineError is what is wrong with a line; where its file has a name, that comes
// before its number.
type lineError struct {
	n   int
	err error
}

// Error implements error.
func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.n, e.err) }

// Unwrap lets errors.Is see what it was.
func (e *lineError) Unwrap() error { return e.err }

// object decodes a line that is one JSON object and nothing else. A large number
// stays what it is.
func object(line []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("no JSON object: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one JSON object")
	}
	return nil
}

// errNoText is a line without a question.
var errNoText = errors.New(`there is no text in "q"`)

// question is a line of a file of questions: {"q", "id" or null, "kind", "ids"?}.
type question struct {
	Q    string   `json:"q"`
	ID   *string  `json:"id"`
	IDs  []string `json:"ids"`
	Kind string   `json:"kind"`
	// Author is who wrote it; bounds are fitted for each.
	Author string `json:"author"`
}

// questions reads a file that has one JSON object with "q" a line.
func questions(file string) (out []question, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	err = eachLine(f, func(n int, line []byte) error {
		var q question
		if err := object(line, &q); err != nil {
			return &lineError{n, err}
		}
		if len(bytes.TrimSpace([]byte(q.Q))) == 0 {
			return &lineError{n, errNoText}
		}
		out = append(out, q)
		return nil
	})
	var bad *lineError
	switch {
	case errors.As(err, &bad):
		return nil, fmt.Errorf("%s:%d: %w", file, bad.n, bad.err)
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", file, err)
	case len(out) == 0:
		return nil, fmt.Errorf("no questions in %s", file)
	}
	return out, nil
}
