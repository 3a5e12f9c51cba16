using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Portal.Chaos;

/// <summary>
/// A provider on loopback HTTP whose answer follows from the question alone, a piece at a time: so that a check knows
/// what every reply must be, and how often each question was asked. The question says how many pieces and how far
/// apart: <c>pieces=40 pace=10 …</c>.
/// </summary>
sealed partial class PacedProvider : IAsyncDisposable
{
    static readonly string[] Words = [" alpha", " \"beta\"", " γάμμα", " 👩‍🚀", "\n\ndelta", " </script>", " e\u0301", " \\n", " <b>&amp;", " 終"];
    readonly WebApplication app;
    readonly ConcurrentDictionary<string, int> asked = new();

    PacedProvider(WebApplication app) => this.app = app;

    public string Url => app.Urls.First() + "/v1";

    public static async Task<PacedProvider> Start(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.WebHost.UseUrls();
        var app = builder.Build();
        var provider = new PacedProvider(app);
        app.Run(provider.Serve);
        await app.StartAsync(cancellation);
        return provider;
    }

    /// <summary>How often the question came.</summary>
    public int Asked(string question) => asked.GetValueOrDefault(question);

    /// <summary>The whole answer to a question.</summary>
    public static string AnswerTo(string question) => string.Concat(Pieces(question));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    static IEnumerable<string> Pieces(string question)
    {
        var count = Number(PieceCount().Match(question), 8);
        yield return $"To “{question}”:";
        for (var index = 1; index < count; index++) yield return Words[(index * 7 + question.Length) % Words.Length];
    }

    async Task Serve(HttpContext http)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted);
        var question = body.GetProperty("messages").EnumerateArray().Last(message => message.GetProperty("role").GetString() == "user").GetProperty("content").GetString()!;
        asked.AddOrUpdate(question, 1, (_, count) => count + 1);
        http.Response.ContentType = "text/event-stream";
        try
        {
            await Stream(http, question);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The portal hung up, or was killed.
        }
    }

    static async Task Stream(HttpContext http, string question)
    {
        var cancellation = http.RequestAborted;
        var pace = TimeSpan.FromMilliseconds(Number(Pace().Match(question), 5));
        var written = 0;
        foreach (var piece in Pieces(question))
        {
            await Event(new { choices = new[] { new { index = 0, delta = new { content = piece } } } });
            written++;
            await Until.Passed(pace, cancellation);
        }

        await Event(new { choices = new[] { new { index = 0, delta = new { }, finish_reason = "stop" } } });
        await Event(new { choices = Array.Empty<object>(), usage = new { prompt_tokens = 100, completion_tokens = written, total_tokens = 100 + written } });
        await http.Response.WriteAsync("data: [DONE]\n\n", cancellation);

        async Task Event(object chunk)
        {
            await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n", cancellation);
            await http.Response.Body.FlushAsync(cancellation);
        }
    }

    static int Number(Match match, int otherwise) => match.Success ? int.Parse(match.Groups[1].Value) : otherwise;

    [GeneratedRegex("pieces=([0-9]+)")]
    private static partial Regex PieceCount();

    [GeneratedRegex("pace=([0-9]+)")]
    private static partial Regex Pace();
}
