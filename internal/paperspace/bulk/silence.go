package bulk

import (
	"errors"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// silence is the newest read that ended without a response. Without it, a refresh of a
// thousand machines would wait for the retries of each of them: Terraform reads on after an
// error, although the plan fails anyway.
type silence struct {
	err error // nil if there is none
	at  time.Time
}

// silent returns the error of a read without a response, if it ended less than errorLife ago
// and nothing was found and this client has not written since then.
func (r *Reader[T]) silent() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.silence.at) >= errorLife {
		r.silence = silence{}
	}
	return r.silence.err
}

// noteSilence records the error of a read if there was no response.
func (r *Reader[T]) noteSilence(err error) {
	var e *paperspace.Error
	if !errors.As(err, &e) || e.Status != 0 || !errors.Is(err, paperspace.ErrUnavailable) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.silence = silence{err, time.Now()}
}
