package psfake

import (
	"slices"
	"time"
)

// history holds the versions of one object over time, for stale reads.
type history[T any] struct {
	id       string
	versions []version[T]
}

type version[T any] struct {
	since time.Time
	value T
	gone  bool
}

// versionsKept is the number of versions that a history keeps. The oldest of them also serves reads of earlier times.
const versionsKept = 32

func (h *history[T]) at(t time.Time) (T, bool) {
	for _, v := range slices.Backward(h.versions) {
		if !v.since.After(t) {
			return v.value, !v.gone
		}
	}
	var none T
	return none, false
}

func (h *history[T]) latest() (T, bool) {
	v := h.versions[len(h.versions)-1]
	return v.value, !v.gone
}

func (h *history[T]) add(v version[T]) {
	if len(h.versions) == versionsKept {
		h.versions[1].since = h.versions[0].since
		h.versions = slices.Delete(h.versions, 0, 1)
	}
	h.versions = append(h.versions, v)
}

// shelf holds the objects of one kind with their histories, in order of creation.
type shelf[T any] struct {
	order []*history[T]
	byID  map[string]*history[T]
	veil  *veil // hides objects from the methods with a time, nil = none
}

func (s *shelf[T]) hides(h *history[T]) bool { return s.veil.hides(h.id, h.versions[0].since) }

func (s *shelf[T]) put(id string, since time.Time, value T) {
	h := s.byID[id]
	if h == nil {
		if s.byID == nil {
			s.byID = map[string]*history[T]{}
		}
		h = &history[T]{id: id}
		s.byID[id] = h
		s.order = append(s.order, h)
	}
	h.add(version[T]{since: since, value: value})
}

func (s *shelf[T]) remove(id string, since time.Time) bool {
	h := s.byID[id]
	if h == nil {
		return false
	}
	value, ok := h.latest()
	if ok {
		h.add(version[T]{since: since, value: value, gone: true})
	}
	return ok
}

func (s *shelf[T]) get(id string) (T, bool) {
	if h := s.byID[id]; h != nil {
		return h.latest()
	}
	var none T
	return none, false
}

func (s *shelf[T]) getAt(id string, t time.Time) (T, bool) {
	if h := s.byID[id]; h != nil && !s.hides(h) {
		return h.at(t)
	}
	var none T
	return none, false
}

func (s *shelf[T]) all() []T {
	out := make([]T, 0, len(s.order))
	for _, h := range s.order {
		if v, ok := h.latest(); ok {
			out = append(out, v)
		}
	}
	return out
}

// everAt returns the objects that existed at t or before.
func (s *shelf[T]) everAt(t time.Time) []T {
	out := make([]T, 0, len(s.order))
	for _, h := range s.order {
		if !h.versions[0].since.After(t) && !s.hides(h) {
			v, _ := h.at(t)
			out = append(out, v)
		}
	}
	return out
}

func (s *shelf[T]) allAt(t time.Time) []T {
	out := make([]T, 0, len(s.order))
	for _, h := range s.order {
		if v, ok := h.at(t); ok && !s.hides(h) {
			out = append(out, v)
		}
	}
	return out
}
