package ops

import (
	"context"
	"errors"
	"regexp"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// Start sends the request to start a machine, and returns when Paperspace has
// accepted it; see [Client.deliver].
func (c *Client) Start(ctx context.Context, id string) error {
	return c.deliverPower(ctx, id, paperspace.Ready, c.Machines.Start)
}

// Stop sends the request to stop a machine; see [Client.Start].
func (c *Client) Stop(ctx context.Context, id string) error {
	return c.deliverPower(ctx, id, paperspace.Off, c.Machines.Stop)
}

func (c *Client) deliverPower(ctx context.Context, id string, to paperspace.State, send func(context.Context, string) error) error {
	return c.deliver(ctx, id, func() error { return send(ctx, id) },
		func(m paperspace.Machine) bool { return m.Heading().HeadsFor(to) })
}

// deliver is [Client.deliverUnlessBusy] for requests that can wait: if Paperspace rejects
// the request because it is working on the machine, deliver waits until that is over and
// retries; see [Client.sendFree].
func (c *Client) deliver(ctx context.Context, id string, send func() error, arrived func(paperspace.Machine) bool) error {
	return c.deliverUnlessBusy(ctx, id, func() error { return c.sendFree(ctx, oneMachine(id), send) }, arrived)
}

// deliverUnlessBusy sends a request about one machine.
//
// If Paperspace does not find the machine although it exists, deliverUnlessBusy retries. If
// the response is lost, it does not retry, but returns nil once arrived reports that the
// machine shows the effect of the request.
func (c *Client) deliverUnlessBusy(ctx context.Context, id string, send func() error, arrived func(paperspace.Machine) bool) error {
	began := time.Now()
	err := send()
	for errors.Is(err, paperspace.ErrNotFound) && c.lags(ctx, id, began) {
		err = send()
	}
	if paperspace.HadEffect(err) && c.arrives(ctx, id, arrived) {
		return nil
	}
	return err
}

// lags reports whether to retry a request that did not find its machine, because the
// machine exists and a replica can still lag behind.
func (c *Client) lags(ctx context.Context, id string, began time.Time) bool {
	if !c.awaitReplica(ctx, began) {
		return false
	}
	_, err := c.Existing(ctx, id)
	return err == nil
}

// locked is the status of a rejection because of a lock.
const locked = 423

// rejectedAsBusy reports whether a rejection might be due to what Paperspace is doing with
// the machine, rather than to the request. The message does not decide that. Whether the
// machine is busy does.
func rejectedAsBusy(err error) bool {
	var e *paperspace.Error
	if !errors.As(err, &e) || e.Effect {
		return false
	}
	return errors.Is(err, paperspace.ErrConflict) || e.Status == locked || errors.Is(err, paperspace.ErrRejected) && e.Status != 0
}

// saysBusy reports whether a rejection says that something else has to end first. A message
// that an object is in use does not count, because that can last forever.
func saysBusy(err error) bool {
	var e *paperspace.Error
	if !rejectedAsBusy(err) || !errors.As(err, &e) {
		return false
	}
	return e.Status == locked || busyWords.MatchString(e.Message)
}

var busyWords = regexp.MustCompile(`(?i)\b(currently|busy|in progress|try again)\b`)

// whileBusy sends a request about an object that does not show what Paperspace is doing
// with it, and about machines, if any. If the request is rejected while Paperspace is
// working on one of the machines, whileBusy waits for that and retries. If only the message
// says that Paperspace is busy, it retries for a limited time.
func (c *Client) whileBusy(ctx context.Context, machines machineIDs, send func() error) error {
	for began := time.Now(); ; {
		err := c.sendFree(ctx, machines, send)
		if !saysBusy(err) || time.Since(began) >= timing.Limit(wait.Idle, c.PollInterval) || timing.Sleep(ctx, c.PollInterval) != nil {
			return err
		}
	}
}

// sendFree sends a request about machines. If the request is rejected while Paperspace is
// working on one of them, sendFree waits until that is over and retries. The work can end
// between the rejection and the read that looks for it, so a rejection that might be about
// such work is final only if it repeats while the machines are free.
func (c *Client) sendFree(ctx context.Context, machines machineIDs, send func() error) error {
	err := send()
	for spare := afterwards; rejectedAsBusy(err); err = send() {
		waited, free := c.awaitFree(ctx, machines())
		if waited {
			continue
		}
		if !free || !soundsBusy(err) || len(spare) == 0 || timing.Sleep(ctx, c.polls(spare[0])) != nil {
			return err
		}
		spare = spare[1:]
	}
	return err
}

// afterwards are the pauses before each retry of a request about free machines, in poll
// intervals. A lock can outlast the work that it protects by a moment.
var afterwards = []float64{0, 1}

// soundsBusy reports whether the status or the message of a rejection might be about other
// work that Paperspace does. Unlike [saysBusy], it justifies a second request but not a
// wait: messages also use "already" for conditions that last.
func soundsBusy(err error) bool {
	var e *paperspace.Error
	return rejectedAsBusy(err) && errors.As(err, &e) &&
		(errors.Is(err, paperspace.ErrConflict) || saysBusy(err) || workWords.MatchString(e.Message))
}

var workWords = regexp.MustCompile(`(?i)\b(already|provisioning|starting|stopping|restarting|upgrading)\b`)

// awaitFree waits while Paperspace is working on one of the machines. waited is true if
// that was so and is over. Otherwise free reports whether all of them could be read and are
// free.
func (c *Client) awaitFree(ctx context.Context, ids []string) (waited, free bool) {
	free = len(ids) > 0
	for _, id := range ids {
		worked, rests := c.awaitOne(ctx, id)
		if worked && rests {
			return true, false
		}
		free = free && rests
	}
	return false, free
}

// awaitOne waits while Paperspace is working on a machine. worked reports whether it was.
// over reports whether that has ended; it is false if ctx ends first, or if the machine is
// gone or is being destroyed. Some events never end, so a machine counts as busy only for a
// limited time if nothing but an event shows it.
func (c *Client) awaitOne(ctx context.Context, id string) (worked, over bool) {
	for rested := time.Duration(0); ; worked = true {
		m, err := c.outlasting(ctx, id)
		switch {
		case err != nil, m.BeingDestroyed():
			return worked, false
		case !m.Busy(), rested > wait.Idle:
			return worked, true
		}
		if timing.Sleep(ctx, c.PollInterval) != nil {
			return worked, false
		}
		if m.State.UpOrOff() {
			rested += c.PollInterval
		}
	}
}

// arrivals are the pauses before the reads that look for the effect of a request whose
// response was lost, in poll intervals: Paperspace might still be working on a request that
// was cut off.
var arrivals = []float64{0, 0.4, 1.6}

// arrives reports whether the machine shows that a request arrived.
func (c *Client) arrives(ctx context.Context, id string, shown func(paperspace.Machine) bool) bool {
	for _, pause := range arrivals {
		if timing.Sleep(ctx, c.polls(pause)) != nil {
			return false
		}
		if m, err := c.outlasting(ctx, id); err != nil || shown(m) {
			return err == nil
		}
	}
	return false
}

// outages are the pauses after failed reads, in poll intervals, in addition to the retries
// of the transport. With the default interval they add up to almost two minutes, which is
// long enough for Paperspace to restart.
var outages = []float64{1, 3, 6, 12}

// outlasting reads a machine with its events, and retries during an outage.
func (c *Client) outlasting(ctx context.Context, id string) (paperspace.Machine, error) {
	var m paperspace.Machine
	err := c.outlast(ctx, func() (err error) {
		m, err = c.Existing(ctx, id)
		return err
	})
	return m, err
}

// outlast calls do until it returns anything but an outage, or the outage has lasted too
// long.
func (c *Client) outlast(ctx context.Context, do func() error) error {
	for failed := 0; ; failed++ {
		err := do()
		if !isOutage(err) || failed == len(outages) || timing.Sleep(ctx, c.polls(outages[failed])) != nil {
			return err
		}
	}
}

func isOutage(err error) bool {
	return errors.Is(err, paperspace.ErrUnavailable) || errors.Is(err, paperspace.ErrNotService)
}

func (c *Client) polls(n float64) time.Duration { return time.Duration(n * float64(c.PollInterval)) }
