using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portal.Tests.Fakes;

/// <summary>A mail server on a free loopback port: speaks just enough SMTP to take mail, to ask for a password, and to refuse.</summary>
public sealed class MailServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stopping = new();
    readonly Task accepting;

    public MailServer()
    {
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The mails as they came, headers and body.</summary>
    public ConcurrentQueue<string> Mails { get; } = [];

    /// <summary>What clients signed in as: <c>user password</c>.</summary>
    public ConcurrentQueue<string> SignIns { get; } = [];

    /// <summary>Accepted; null accepts any.</summary>
    public string? Password { get; init; }

    /// <summary>The answer to every recipient; null takes them.</summary>
    public string? RefuseRecipients { get; init; }

    /// <summary>Takes connections and says nothing.</summary>
    public bool Silent { get; init; }

    /// <summary>The settings that lead here, as JSON.</summary>
    public string Settings(string extra = "") =>
        $$$"""{"smtp":{"host":"127.0.0.1","port":{{{Port}}},"security":"none","from":"portal@example.org"{{{extra}}}}}""";

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    async Task Accept()
    {
        var clients = new List<Task>();
        try
        {
            while (true) clients.Add(Serve(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(clients);
        }
    }

    async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                if (Silent) await reader.ReadLineAsync(stopping.Token);
                else await Talk(reader, writer);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    async Task Talk(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(stopping.Token) is { } line)
        {
            var answer = line.Split(' ')[0].ToUpperInvariant() switch
            {
                "EHLO" => "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
                "AUTH" => SignIn(line),
                "RCPT" => RefuseRecipients ?? "250 ok",
                "DATA" => await Take(reader, writer),
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            await writer.WriteLineAsync(answer);
            if (answer.StartsWith("221", StringComparison.Ordinal)) return;
        }
    }

    string SignIn(string line)
    {
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
        SignIns.Enqueue($"{parts[1]} {parts[2]}");
        return Password is null || parts[2] == Password ? "235 welcome" : "535 5.7.8 no";
    }

    async Task<string> Take(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(stopping.Token) is { } line && line != ".") mail.AppendLine(line);
        Mails.Enqueue(mail.ToString());
        return "250 taken";
    }
}
