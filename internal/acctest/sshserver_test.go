package acctest_test

import (
	"bufio"
	"crypto/ed25519"
	"fmt"
	"io"
	"net"
	"path"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"
)

// sshMachine is an SSH server that accepts every user. It stores the files that are uploaded, records the scripts
// that it receives, and does not run them.
type sshMachine struct {
	port int

	mu    sync.Mutex
	files map[string]string
	did   []string // "run SCRIPT" and "write PATH CONTENT", without the uploads of scripts
	fails string   // scripts that contain this text end with exit status 1
}

// newSSHMachine starts a server on a loopback port. It runs until the test ends.
func newSSHMachine(t *testing.T) *sshMachine {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return new(ssh.Permissions), nil }}
	config.AddHostKey(signer)
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	m := &sshMachine{port: l.Addr().(*net.TCPAddr).Port, files: map[string]string{}} //nolint:forcetypeassert // it listens on TCP
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go m.serve(conn, config)
		}
	}()
	return m
}

func (m *sshMachine) serve(conn net.Conn, config *ssh.ServerConfig) {
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		if channel, requests, err := c.Accept(); err == nil {
			go m.session(channel, requests)
		}
	}
}

// session runs the only command of a session.
func (m *sshMachine) session(channel ssh.Channel, requests <-chan *ssh.Request) {
	defer func() { _ = channel.Close() }()
	for r := range requests {
		_ = r.Reply(r.Type == "exec" || r.Type == "pty-req", nil)
		if r.Type != "exec" {
			continue
		}
		var exec struct{ Command string }
		status := uint32(1)
		if ssh.Unmarshal(r.Payload, &exec) == nil {
			status = m.exec(strings.TrimSpace(strings.ReplaceAll(exec.Command, "'", "")), channel)
		}
		_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
		return
	}
}

func (m *sshMachine) exec(command string, channel io.ReadWriter) (status uint32) {
	if folder, upload := strings.CutPrefix(command, "scp -vt "); upload {
		name, content, err := receive(channel)
		if err != nil {
			return 1
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		file := path.Join(folder, name)
		m.files[file] = content
		if !strings.HasPrefix(file, "/tmp/terraform_") {
			m.did = append(m.did, "write "+file+" "+content)
		}
		return 0
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if script, uploaded := m.files[command]; uploaded {
		m.did = append(m.did, "run "+script)
		if m.fails != "" && strings.Contains(script, m.fails) {
			return 1
		}
	}
	return 0
}

// receive receives one file with scp.
func receive(channel io.ReadWriter) (name, content string, err error) {
	in := bufio.NewReader(channel)
	var mode, size int
	if _, err = fmt.Fscanf(in, "C%o %d %s\n", &mode, &size, &name); err != nil {
		return "", "", err
	}
	if _, err = channel.Write([]byte{0}); err != nil {
		return "", "", err
	}
	data := make([]byte, size+1) // and a zero at the end
	if _, err = io.ReadFull(in, data); err != nil {
		return "", "", err
	}
	_, err = channel.Write([]byte{0})
	return name, string(data[:size]), err
}

// actions returns the commands that the server received since the last call.
func (m *sshMachine) actions() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	did := m.did
	m.did = nil
	return did
}

// fail makes scripts that contain a text fail; "" makes none fail.
func (m *sshMachine) fail(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fails = text
}
