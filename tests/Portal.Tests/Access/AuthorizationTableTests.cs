using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Portal.Api;
using Portal.Runs;

namespace Portal.Tests.Access;

/// <summary>Every endpoint and hub verb times every kind of caller, against <c>authorization-table.txt</c>.</summary>
public sealed partial class AuthorizationTableTests(AuthorizationScene scene) : IClassFixture<AuthorizationScene>
{
    static readonly IReadOnlyList<AuthorizationRow> Table = AuthorizationTable.Read();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Rows => [.. Table.Select(row => $"{row.Method} {row.Path}")];

    [Fact]
    public void Table_HasALineForEveryEndpointAndVerb_AndNoOther()
    {
        var endpoints = scene.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v2", StringComparison.Ordinal))
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                .Select(method => AuthorizationRow.ShapeOf(method, endpoint.RoutePattern.RawText!)));
        var verbs = typeof(ChatHub).GetMethods().Where(method => method.DeclaringType == typeof(ChatHub) && method.GetBaseDefinition().DeclaringType != typeof(Hub))
            .Select(method => AuthorizationRow.ShapeOf("HUB", method.Name));
        var inTable = Table.Select(row => row.Shape.Replace("/v2/organization/models/x", "/v2/organization/models/{}", StringComparison.Ordinal));
        Assert.Equal(endpoints.Concat(verbs).Distinct().Order(), inTable.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Right_IsAsTheTableSays(string line)
    {
        var row = Table.Single(one => $"{one.Method} {one.Path}" == line);
        await scene.Host.Admin.Post($"/v2/projects/{await scene.Object("project")}", """{"status":"active"}""");
        var found = new StringBuilder();
        foreach (var caller in AuthorizationTable.Callers)
            found.Append(row.Method == "HUB" ? await CallHub(row, caller) : await Call(row, caller));
        Assert.Equal(row.Expected, found.ToString());
    }

    async Task<char> Call(AuthorizationRow row, string caller)
    {
        (string, string)[] headers = row.NamesProject ? [(ApiHeaders.Project, await scene.Object("project"))] : [];
        var body = row.Body is null ? null : await Filled(row.Body);
        var answer = await scene.Caller(caller).Call(new HttpMethod(row.Method), await Filled(row.Path), body, headers);
        if (row is { Method: "DELETE", Path: "/v2/profile/sessions" }) await scene.SignInAgain(caller);
        using (answer.Response) return Sign(answer.Status, $"{row.Method} {row.Path} as {caller}: {answer.Status} {answer.Body}");
    }

    async Task<char> CallHub(AuthorizationRow row, string caller)
    {
        var client = scene.Caller(caller);
        await using var connection = new HubConnectionBuilder().WithUrl(new Uri(scene.Host.Address, ChatHub.Path), options =>
        {
            options.HttpMessageHandlerFactory = _ => new Relay(client);
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.LongPolling;
        }).AddJsonProtocol(json => json.PayloadSerializerOptions = Wire.Json).Build();
        try
        {
            await connection.StartAsync(Cancellation);
        }
        catch (HttpRequestException refused)
        {
            return Sign((int?)refused.StatusCode ?? 0, $"{row.Path} as {caller}: {refused.Message}");
        }

        object?[] arguments = row.Body is null ? [] : [.. (await Filled(row.Body)).Split(' ').Select(argument => (object?)JsonArgument(argument))];
        try
        {
            if (row.Path is "Desk" or "Limits" or "Alerts" || row.Path.StartsWith("Follow", StringComparison.Ordinal))
                await connection.StreamAsyncCore<JsonElement>(row.Path, arguments, Cancellation).FirstAsync(Cancellation);
            else
                await connection.InvokeCoreAsync<JsonElement>(row.Path, arguments, Cancellation);
            return '+';
        }
        catch (HubException refused)
        {
            Assert.True(refused.Message.Contains('{', StringComparison.Ordinal), $"{row.Path} as {caller}: {refused.Message} {string.Join('\n', scene.Host.Log.TakeLast(5))}");
            var body = JsonDocument.Parse(refused.Message[refused.Message.IndexOf('{', StringComparison.Ordinal)..]);
            var type = body.RootElement.GetProperty("error").GetProperty("type").GetString();
            return type switch { "permission_error" => '!', "not_found_error" => '?', "authentication_error" => '-', _ => '+' };
        }
    }

    static JsonElement JsonArgument(string argument) =>
        JsonSerializer.Deserialize<JsonElement>(argument is "null" || char.IsDigit(argument[0]) || argument[0] == '{' ? argument : $"\"{argument}\"");

    static char Sign(int status, string what) => status switch
    {
        401 => '-',
        403 => '!',
        404 => '?',
        >= 200 and < 500 and not 405 and not 415 => '+',
        _ => throw new InvalidOperationException($"Neither allowed nor refused: {what}"),
    };

    async Task<string> Filled(string template)
    {
        foreach (Match name in Name().Matches(template))
            template = template.Replace(name.Value, await scene.Object(name.Groups[1].Value), StringComparison.Ordinal);
        return template;
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Name();

    /// <summary>Sends the connection's requests as the caller does: with their key or cookie, and from our origin.</summary>
    sealed class Relay(HttpClient client) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            return client.SendAsync(Copy(request), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }

        static HttpRequestMessage Copy(HttpRequestMessage request)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            foreach (var header in request.Headers) copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            return copy;
        }
    }
}
