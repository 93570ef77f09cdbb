package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"regexp"
	"testing"
	"time"
)

func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-listen", "127.0.0.1:0", "-key", "k", "-behavior", "observed", "-skew", "-1h", "-samples",
			"-fault", `{"Kind":"denied","Call":"scripts.list"}`, "-fault", `{"Kind":"cached","Age":"10s"}`}, in, io.Discard)
	}()
	lines := bufio.NewReader(out)
	listening := func(line string) string {
		text, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(line).FindStringSubmatch(text)
		if found == nil {
			t.Fatalf("line %q", text)
		}
		return found[1]
	}
	base := listening(`^Paperspace CORE API on (http://127\.0\.0\.1:\d+) \(key k\)\n$`)
	if v1 := listening(`^Paperspace API v1 on (http://127\.0\.0\.1:\d+/v1) \(key k\)\n$`); v1 != base+"/v1" {
		t.Errorf("v1 is on %s, CORE on %s", v1, base)
	}
	for path, status := range map[string]int{"/machines/getMachines": 200, "/v1/machines/ps123abc": 200, "/_fake/machines": 200, "/scripts/getScripts": 400, "/nowhere": 404} {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("x-api-key", "k")
		req.Header.Set("Authorization", "Bearer k")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != status {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
		date, _ := http.ParseTime(resp.Header.Get("Date"))
		if off := time.Since(date); path == "/machines/getMachines" && (off < time.Hour || off > 2*time.Hour || resp.Header.Get("Age") != "10") {
			t.Errorf("the server's clock is %s behind, Age %q", off, resp.Header.Get("Age"))
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("did not stop cleanly: %v", err)
	}
}

func TestInvalidArguments(t *testing.T) {
	for _, args := range [][]string{{"-listen", "0.0.0.0:0"}, {"-listen", ":0"}, {"-listen", "192.0.2.1:0"}, {"-listen", "nowhere"},
		{"-behavior", "legal"}, {"-fault", `{"Kind":"nothing"}`}, {"-skew", "late"}, {"-unknown"}, {"extra"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v: accepted", args)
		}
	}
}
