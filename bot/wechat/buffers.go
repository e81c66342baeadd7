package wechat

import (
	"io"
	"slices"
)

// buffers are the memory for one push, which the next one uses again. The message has
// copies of what it needs.
type buffers struct {
	body, plain, reply, sealed []byte
	outer, inner               document
}

// roomMax is the size of buffers that are kept. Few pushes need more.
const roomMax = 8 << 10

// leave gives the buffers of a push to the next one.
func (r *Receiver) leave(room *buffers) {
	for _, b := range []*[]byte{&room.body, &room.plain, &room.reply, &room.sealed} {
		if cap(*b) > roomMax {
			*b = nil
		}
	}
	clear(room.outer) // their texts may be large
	clear(room.inner)
	r.rooms.Put(room)
}

// readAll reads a body into a single buffer of the announced size.
func (room *buffers) readAll(body io.Reader, size int64) ([]byte, error) {
	if size > 0 && size <= maxBody {
		room.body = slices.Grow(room.body[:0], int(size))[:size]
		_, err := io.ReadFull(body, room.body)
		return room.body, err
	}
	return io.ReadAll(body)
}

// headers are the values of answers' headers, which are the same for every push: nobody
// changes them.
type headers struct{ nosniff, xml []string }
