using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Portal.BrowserTests.Hosting;

/// <summary>
/// The network between a browser and the portal, as a relay of TCP connections that can be cut: then those that there are
/// end and new ones are refused; or stalled: then they stand, and nothing comes through.
/// </summary>
public sealed class Relay : IAsyncDisposable
{
    readonly ConcurrentDictionary<Socket, byte> sockets = [];
    readonly CancellationTokenSource ending = new();
    readonly EndPoint target;
    readonly Task accepting;
    TcpListener listener;
    volatile TaskCompletionSource? stalled;
    long left = long.MaxValue;

    Relay(Uri portal)
    {
        target = new IPEndPoint(IPAddress.Loopback, portal.Port);
        listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = Accept(listener);
    }

    public Uri Address { get; }

    /// <summary>How often the connections were ended by <see cref="CutAfter"/>.</summary>
    public int Cuts { get; private set; }

    public static Relay To(Uri portal) => new(portal);

    public void Cut()
    {
        listener.Stop();
        CloseAll();
    }

    public void Mend()
    {
        listener = new(IPAddress.Loopback, Address.Port);
        listener.Start();
        _ = Accept(listener);
    }

    /// <summary>Ends the connections once when so many more bytes have come from the portal; new ones are accepted at once.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref left, bytes);

    public void Stall() => stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was stalled never arrives; what is connected anew does.</summary>
    public void Resume()
    {
        CloseAll();
        var waiting = stalled;
        stalled = null;
        waiting?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        Cut();
        stalled?.TrySetResult();
        await accepting;
        ending.Dispose();
    }

    async Task Accept(TcpListener from)
    {
        while (!ending.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await from.AcceptSocketAsync(ending.Token);
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                return;
            }

            _ = Carry(client);
        }
    }

    async Task Carry(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        sockets[client] = sockets[server] = 0;
        try
        {
            await server.ConnectAsync(target);
            await Task.WhenAny(Copy(client, server, counts: false), Copy(server, client, counts: true));
        }
        catch (SocketException)
        {
            // The portal is down: the browser's connection ends too.
        }

        foreach (var socket in new[] { client, server })
        {
            sockets.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    async Task Copy(Socket from, Socket to, bool counts)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer);
                if (count == 0) return;
                if (stalled is { } stall)
                {
                    await stall.Task;
                    return;
                }

                if (counts && Interlocked.Add(ref left, -count) < 0)
                {
                    Interlocked.Exchange(ref left, long.MaxValue);
                    Cuts++;
                    CloseAll();
                    return;
                }

                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }

    void CloseAll()
    {
        foreach (var socket in sockets.Keys) socket.Dispose();
    }
}
