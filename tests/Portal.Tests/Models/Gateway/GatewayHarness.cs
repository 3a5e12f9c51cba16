using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Client.Models;
using Portal.Client.Providers;
using Portal.Models;
using Portal.Models.Adapters;
using Portal.Models.Gateway;
using Portal.Models.Responder;
using Portal.Models.Tokens;
using Portal.Policies;
using Portal.Providers;
using Portal.Tests.Fakes;

namespace Portal.Tests.Models.Gateway;

/// <summary>The real gateway over real HTTP to a fake provider; only the catalogue is a list in memory.</summary>
sealed class GatewayHarness : IAsyncDisposable, IModelRoutes
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);
    static readonly TokenCounter Tokens = new();
    readonly UpstreamHttp http = new();
    readonly LogLines log = new();

    GatewayHarness(FakeProvider provider, FakeProvider backup, GatewayOptions? options)
    {
        (Provider, Backup) = (provider, backup);
        Targets = [Target("prov_1", provider.OpenAiUrl)];
        var settings = Options.Create(options ?? new());
        Health = new(settings, Time);
        var responder = new BuiltInResponder([new ToolOutputPassages()], Tokens, Options.Create(Responder), Time);
        var clients = new ChatClients(http, responder, Time);
        var logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        Gateway = new ModelGateway(this, clients, Health, Calls, new ProviderPressure(Time), Tokens, settings, Time, logs.CreateLogger<ModelGateway>());
        Moderation = new ModerationGateway(null!, clients, Patience, logs.CreateLogger<ModerationGateway>());
    }

    public FakeProvider Provider { get; }

    public FakeProvider Backup { get; }

    public ScriptedTime Time { get; } = new();

    public ResponderOptions Responder { get; } = new();

    public ProviderCircuits Health { get; }

    public CountedCalls Calls { get; } = new();

    public ModelGateway Gateway { get; }

    public ModerationGateway Moderation { get; }

    /// <summary>Of <see cref="Moderation"/>: no wait ends by itself.</summary>
    public ScriptedTime Patience { get; } = new() { AtOnce = TimeSpan.Zero };

    public IReadOnlyCollection<string> Log => log.Lines;

    public List<RouteTarget> Targets { get; set; }

    /// <summary>Dollars for a million tokens: input 2, cached 0.5, output 8, reasoning 16.</summary>
    public ModelPrice? Price { get; set; } = new(2_000_000_000, 500_000_000, 8_000_000_000, 16_000_000_000);

    public int? MaxOutputTokens { get; set; }

    public static async Task<GatewayHarness> Start(GatewayOptions? options = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        return new(await FakeProvider.Start(cancellation), await FakeProvider.Start(cancellation), options);
    }

    public static RouteTarget Target(string id, string url, ProviderKind kind = ProviderKind.Openai, string? key = null, int retries = 2) =>
        new(new(id, "Fake " + id, kind, new Uri(url), key, 100, (int)Silence.TotalSeconds, retries), "fake-large");

    public void AddBackup() => Targets.Add(Target("prov_2", Backup.OpenAiUrl));

    public static readonly PolicySubject AnySubject = new("proj_1", "asst_1", new(), new());

    public static ModelCall Call(string text = "Hello?", IReadOnlyList<FunctionTool>? tools = null, int? maxOutputTokens = null) =>
        new(AnySubject, "house-model", [new(ChatRole.System, "Be brief."), new(ChatRole.User, text)], tools ?? [], maxOutputTokens);

    public static FunctionTool Tool(string name, string schema) => new(name, "A tool.", JsonElement.Parse(schema), false);

    public Task<Answer> Ask(string text = "Hello?") => Ask(Call(text));

    public async Task<Answer> Ask(ModelCall call)
    {
        var chunks = new List<ModelChunk>();
        await foreach (var chunk in Gateway.Stream(call, TestContext.Current.CancellationToken)) chunks.Add(chunk);
        return new(chunks);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Provider.DisposeAsync();
        await Backup.DisposeAsync();
    }

    Task<ModelRoute?> IModelRoutes.Find(string model, CancellationToken cancellation) => Task.FromResult(
        model == "house-model" ? new ModelRoute(model, ModelTier.Fast, 8192, MaxOutputTokens, Price, Targets) : null);

    Task<IReadOnlyList<ModelRoute>> IModelRoutes.OfTier(ModelTier tier, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ModelRoute>>([]);
}

/// <summary>All chunks of a call; the last one, and only it, is the end.</summary>
sealed record Answer(IReadOnlyList<ModelChunk> Chunks)
{
    public ModelOutcome Outcome
    {
        get
        {
            Assert.Single(Chunks, chunk => chunk is ModelChunk.Ended);
            return Assert.IsType<ModelChunk.Ended>(Chunks[^1]).Outcome;
        }
    }

    public string Text => string.Concat(Chunks.OfType<ModelChunk.TextDelta>().Select(delta => delta.Text));

    public string Reasoning => string.Concat(Chunks.OfType<ModelChunk.ReasoningDelta>().Select(delta => delta.Text));

    public IReadOnlyList<(string? Id, string? Name, string Arguments)> Calls =>
    [
        .. Chunks.OfType<ModelChunk.ToolCallDelta>().GroupBy(delta => delta.Index).OrderBy(call => call.Key)
            .Select(call => (call.First().Id, call.First().Name, string.Concat(call.Select(delta => delta.ArgumentsDelta)))),
    ];
}
