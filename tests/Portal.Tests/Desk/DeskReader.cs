using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Portal.Api;
using Portal.Runs;

namespace Portal.Tests.Desk;

/// <summary>Follows a desk over the hub and keeps what comes.</summary>
sealed class DeskReader : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    readonly Channel<JsonElement> arrived = Channel.CreateUnbounded<JsonElement>();

    DeskReader(HubConnection connection) => Connection = connection;

    public HubConnection Connection { get; }

    public JsonElement Snapshot { get; private set; }

    /// <summary>Ends with the stream; without an error where the server ends it.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public static Task<DeskReader> Open(PortalHost host, Browser browser, string? projectId = null) =>
        Open(host, options => options.Cookies = browser.Cookies, projectId);

    public static async Task<DeskReader> Open(PortalHost host, Action<HttpConnectionOptions> configure, string? projectId = null)
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(host.Address, ChatHub.Path), configure)
            .AddJsonProtocol(json => json.PayloadSerializerOptions = Wire.Json).Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        var reader = new DeskReader(connection);
        reader.Ended = reader.Read(projectId);
        reader.Snapshot = await reader.Next("snapshot");
        return reader;
    }

    public static async Task<HubConnection> Connect(PortalHost host, Browser browser)
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(host.Address, ChatHub.Path), options => options.Cookies = browser.Cookies)
            .AddJsonProtocol(json => json.PayloadSerializerOptions = Wire.Json).Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>The next item of a type that fits; what comes before it is passed over.</summary>
    public async Task<JsonElement> Next(string type, Func<JsonElement, bool>? fits = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        await foreach (var item in arrived.Reader.ReadAllAsync(limit.Token))
            if (item.GetProperty("type").GetString() == type && (fits is null || fits(item))) return item;
        throw new InvalidOperationException($"The desk ended before '{type}' came.");
    }

    /// <summary>All that has come and was not asked for yet.</summary>
    public IReadOnlyList<JsonElement> Rest()
    {
        var items = new List<JsonElement>();
        while (arrived.Reader.TryRead(out var item)) items.Add(item);
        return items;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    async Task Read(string? projectId)
    {
        try
        {
            await foreach (var item in Connection.StreamAsync<JsonElement>("Desk", projectId, TestContext.Current.CancellationToken))
                await arrived.Writer.WriteAsync(item);
            arrived.Writer.Complete();
        }
        catch (Exception error)
        {
            arrived.Writer.Complete(error);
            throw;
        }
    }
}
