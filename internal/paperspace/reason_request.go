package paperspace

// What is known about a request, or about the server that it was sent to.
type (
	// Redirected means that the response was a redirect that the client does not follow.
	Redirected struct{ fact }
	// NotTheAPI means that the response is not one of the Paperspace API.
	NotTheAPI struct{ fact }
	// HandshakeFailed means that the TLS handshake with the server failed.
	HandshakeFailed struct{ fact }
	// TooLittleTime means that a request was not sent because the operation had less time
	// left than the request can take.
	TooLittleTime struct{ fact }
	// PauseTooLong means that Paperspace required a pause that is longer than the time left
	// for the operation.
	PauseTooLong struct{ fact }
	// TimeOver means that an operation timed out while it waited for another one to end.
	TimeOver struct{ fact }
	// OtherVersion means that another API version offers what the configured one lacks.
	OtherVersion struct {
		fact
		Name string // of the [API]
	}
	// CoreRetired means that the endpoint is the host of CORE that Paperspace has shut down.
	CoreRetired struct {
		fact
		Endpoint string
		Other    string // the Name of the [API] that succeeds it
	}
	// NoNetworkCreate means that a CORE server does not support the undocumented request to
	// create a network.
	NoNetworkCreate struct{ fact }
	// EmptyID means that the ID of an object is empty, which no user input can cause.
	EmptyID struct{ fact }
)
