// Package campaign holds the rules of a live public class: who has a seat, who has
// checked in, who gets which pack. It would hold if WeChat were Telegram and
// SQL were paper: it knows no transport, no store and no words that a person
// reads. Each noun has a file with its type, its store port and the service
// that decides.
package campaign
