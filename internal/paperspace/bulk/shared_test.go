package bulk

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A thousand machines of a plan share one request and one outage. The request is repeated
// only when its error is old.
func TestSharedRequestIsSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[string]
		sent := 0
		down := errors.New("down")
		request := func(ctx context.Context) (string, error) {
			sent++
			<-ctx.Done()
			return "", down
		}
		began := time.Now()
		var all sync.WaitGroup
		for range 10 { // Terraform plans ten at a time
			all.Go(func() {
				for range 100 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					_, err := s.Get(ctx, Forever, request)
					if cancel(); err == nil {
						t.Error("no error")
					}
				}
			})
		}
		if all.Wait(); sent != 1 || time.Since(began) != time.Minute {
			t.Errorf("sent %d times in %s", sent, time.Since(began))
		}
		time.Sleep(errorLife)
		if got, err := s.Get(t.Context(), Forever, func(context.Context) (string, error) { return "up", nil }); got != "up" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
		if got, err := s.Get(t.Context(), Forever, request); got != "up" || err != nil {
			t.Errorf("not remembered: %q, %v", got, err)
		}
	})
}

// The error of a caller with little time is not returned to one with more.
func TestSharedRequestOfACallerWithLessTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[string]
		request := func(ctx context.Context) (string, error) {
			select {
			case <-time.After(10 * time.Minute):
				return "up", nil
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := s.Get(ctx, time.Second, request); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("short deadline: %v", err)
			}
		})
		all.Go(func() {
			time.Sleep(time.Second)
			if got, err := s.Get(t.Context(), time.Second, request); got != "up" || err != nil {
				t.Errorf("no deadline: %q, %v", got, err)
			}
		})
		all.Wait()
	})
}

// A caller that gives up does not end the request for the others.
func TestSharedRequestOutlivesItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[string]
		ctx, cancel := context.WithCancel(t.Context())
		sent := 0
		request := func(ctx context.Context) (string, error) {
			sent++
			time.Sleep(time.Minute)
			return "up", ctx.Err()
		}
		time.AfterFunc(time.Second, cancel)
		if _, err := s.Get(ctx, Forever, request); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		if got, err := s.Get(t.Context(), Forever, request); got != "up" || err != nil || sent != 1 {
			t.Errorf("%q, %v, sent %d times", got, err, sent)
		}
	})
}
