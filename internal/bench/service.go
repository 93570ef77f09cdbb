package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"time"
)

// service is the fake service in a process of its own, as the real one would
// be: it shares no collector and no scheduler with anything that is measured.
type service struct {
	url string
	cmd *exec.Cmd
}

// key is the fake's.
const key = "test-key"

// startService starts the fake. Everything takes as long as the arguments say.
func startService(ctx context.Context, program string, args ...string) (*service, error) {
	cmd := exec.CommandContext(ctx, program, append([]string{"-listen", "127.0.0.1:0", "-key", key}, args...)...) //nolint:gosec // our own program
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	found := regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	if err != nil || found == "" {
		return nil, errors.Join(fmt.Errorf("the fake service did not say where it listens: %q", line), err, cmd.Process.Kill())
	}
	return &service{url: found, cmd: cmd}, nil
}

func (s *service) stop() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait() // killed, as it should be
}

// admin asks the admin door. The body and the answer may be nil.
func (s *service) admin(ctx context.Context, method, path string, body, answer any) error {
	var text io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		text = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, s.url+"/_fake/"+path, text)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("fake service: %s %s: %s: %s", method, path, resp.Status, raw)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(raw, answer)
}

// slow makes every answer take so much longer.
func (s *service) slow(ctx context.Context, latency time.Duration) error {
	if err := s.admin(ctx, http.MethodDelete, "faults", nil, nil); err != nil || latency == 0 {
		return err
	}
	return s.admin(ctx, http.MethodPost, "faults", map[string]string{"Kind": "slow", "Delay": latency.String()}, nil)
}

// forget forgets the requests so far.
func (s *service) forget(ctx context.Context) error {
	return s.admin(ctx, http.MethodDelete, "journal", nil, nil)
}

// requests is how many requests have come since forget.
func (s *service) requests(ctx context.Context) (int, error) {
	counts := map[string]int{}
	err := s.admin(ctx, http.MethodGet, "counts", nil, &counts)
	n := 0
	for _, c := range counts {
		n += c
	}
	return n, err
}

// entry is a request in the fake's journal.
type entry struct {
	At   time.Time
	Call string
}

func (s *service) journal(ctx context.Context) (all []entry, err error) {
	err = s.admin(ctx, http.MethodGet, "journal", nil, &all)
	return all, err
}

// machine is a machine in the fake's own words.
type machine map[string]any

func (s *service) machines(ctx context.Context) (all []machine, err error) {
	err = s.admin(ctx, http.MethodGet, "machines", nil, &all)
	return all, err
}

func (s *service) remove(ctx context.Context, id string) error {
	return s.admin(ctx, http.MethodDelete, "machines/"+id, nil, nil)
}
