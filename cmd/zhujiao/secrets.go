package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// secretMax is how long a file with a secret may be, in bytes.
const secretMax = 64 << 10

// secretNames lists the variables that may come from files.
func secretNames() []string {
	return []string{
		"ZHUJIAO_WECHAT_SECRET", "ZHUJIAO_WECHAT_TOKEN", "ZHUJIAO_WECHAT_AES_KEY", "ZHUJIAO_WECHAT_AES_KEY_PREVIOUS",
		"ZHUJIAO_DATABASE_URL", "ZHUJIAO_REDIS_URL", "ZHUJIAO_ROBOTS", "ZHUJIAO_MODERATORS",
	}
}

// source is where the value of a variable comes from: one of the fields is set.
type source struct {
	variable bool
	file     string // the path that NAME_FILE names
	passed   string // the path of what the service manager hands over
}

// secret is the value of a variable that may come from a file, and where it comes from; the
// zero value if it is not set.
type secret struct {
	value string
	from  source
}

// readSecret reads such a variable: from the environment, from the file that NAME_FILE names,
// or from what systemd hands over, which is $CREDENTIALS_DIRECTORY/NAME in capital or small
// letters. Only one of them may be there, because nobody would know which one counts. A line
// break at the end is no part of the value. The error does not have the value.
func readSecret(getenv func(string) string, name string) (secret, error) {
	var found []source
	if getenv(name) != "" {
		found = append(found, source{variable: true})
	}
	if file := strings.TrimSpace(getenv(name + "_FILE")); file != "" {
		found = append(found, source{file: file})
	}
	if dir := getenv("CREDENTIALS_DIRECTORY"); dir != "" {
		for _, base := range []string{name, strings.ToLower(name)} {
			if _, err := os.Stat(filepath.Join(dir, base)); err == nil {
				found = append(found, source{passed: filepath.Join(dir, base)})
			}
		}
	}
	switch {
	case len(found) == 0:
		return secret{}, nil
	case len(found) > 1:
		return secret{}, errors.New("is set more than once: " + places(found, name))
	case found[0].variable:
		return secret{getenv(name), found[0]}, nil
	}
	value, err := secretFile(found[0].path())
	return secret{value, found[0]}, err
}

// path returns the file of a value that is not in the environment.
func (s source) path() string { return s.file + s.passed }

// places says where values are.
func places(found []source, name string) string {
	out := make([]string, len(found))
	for i, f := range found {
		switch {
		case f.variable:
			out[i] = name
		case f.file != "":
			out[i] = name + "_FILE"
		default:
			out[i] = f.passed
		}
	}
	return strings.Join(out, ", ")
}

// secretFile reads a file with a secret.
func secretFile(path string) (string, error) {
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		return "", fmt.Errorf("cannot be read from its file: %w", err)
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, secretMax+1))
	if err != nil {
		return "", fmt.Errorf("cannot be read from its file: %w", err)
	}
	value := strings.TrimRight(string(b), "\r\n")
	switch {
	case len(b) > secretMax:
		return "", fmt.Errorf("has a file of more than %d bytes: %s", secretMax, path)
	case value == "":
		return "", fmt.Errorf("has an empty file: %s", path)
	case strings.ContainsAny(value, "\r\n\x00"):
		return "", fmt.Errorf("has a file with more than one line: %s", path)
	}
	return value, nil
}

// withFiles returns the environment with the secrets that stand in files. What cannot be
// read is empty: the settings say why, see settings.getenv.
func withFiles(getenv func(string) string) func(string) string {
	names := secretNames()
	return func(name string) string {
		if !slices.Contains(names, name) {
			return getenv(name)
		}
		s, err := readSecret(getenv, name)
		if err != nil {
			return ""
		}
		return s.value
	}
}

// database reads what names the database: the address of PostgreSQL, or the data directory.
func database(getenv func(string) string) (address, dir string, err error) {
	s := &settings{env: getenv}
	address, dir = s.postgres("ZHUJIAO_DATABASE_URL"), s.getenv("ZHUJIAO_DATA")
	if err := s.done(); err != nil {
		return "", "", err
	}
	if address == "" && dir == "" {
		return "", "", errors.New("ZHUJIAO_DATA is not set: give the directory that zhujiao serve uses")
	}
	return address, dir, nil
}
