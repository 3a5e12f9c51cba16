using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.Hosting;

namespace Portal.Tests.Api;

public sealed partial class OpenApiTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Document_HoldsEveryEndpoint_WithASummaryAndItsErrors()
    {
        var document = await Document();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v2/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (method, endpoint)))
            .ToList();
        Assert.True(endpoints.Count > 50);
        var ids = new HashSet<string>();
        foreach (var (method, endpoint) in endpoints)
        {
            var path = "/" + Constraint().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{$1}");
            Assert.True(document.GetProperty("paths").TryGetProperty(path, out var operations), $"{path} is not in the document.");
            Assert.True(operations.TryGetProperty(method.ToLowerInvariant(), out var operation), $"{method} {path} is not in the document.");
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.GetProperty("tags").EnumerateArray());
            Assert.True(ids.Add(operation.GetProperty("operationId").GetString()!), $"The id of {method} {path} is taken.");
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), response => response.Name is "200" or "201");
            var error = operation.GetProperty("responses").GetProperty("401").GetProperty("content").GetProperty("application/json");
            Assert.Equal("#/components/schemas/ErrorBody", error.GetProperty("schema").GetProperty("$ref").GetString());
            foreach (var name in endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name))
                Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == name);
        }
    }

    [Fact]
    public async Task Document_SpeaksAsTheWireDoes()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var project = schemas.GetProperty("Project").GetProperty("properties");
        Assert.Equal("integer", project.GetProperty("created_at").GetProperty("type").GetString());
        Assert.All(schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)), schema =>
            Assert.All(schema.Value.GetProperty("properties").EnumerateObject(), field => Assert.Matches("^[a-z][a-z0-9_]*$", field.Name)));
        var schemes = document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Name);
        Assert.Equal(["key", "session"], schemes);
        var create = document.GetProperty("paths").GetProperty("/v2/projects").GetProperty("post");
        Assert.True(create.GetProperty("responses").TryGetProperty("201", out _));
        Assert.Contains(create.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");
    }

    [Fact]
    public async Task Document_SaysWhatTheContractsSay()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal("US dollars that one run may cost, over all its model calls.", Said("LimitsInput", "max_run_cost"));
        Assert.Equal("Null where nothing limits.", Said("LimitDetail", "remaining"));
        Assert.Equal("The limits of a scope; null is none.", schemas.GetProperty("LimitsInput").GetProperty("description").GetString());
        Assert.Equal("The cursor for `before`; null where the page is empty.", Said("ListPageOfProject", "first_id"));
        Assert.All(schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out var fields) && fields.TryGetProperty("created_at", out _)),
            schema => Assert.Contains("seconds", Said(schema.Name, "created_at"), StringComparison.OrdinalIgnoreCase));
        Assert.All(document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).SelectMany(operation => operation.Value.GetProperty("parameters").EnumerateArray()),
            parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));

        string Said(string schema, string field) => schemas.GetProperty(schema).GetProperty("properties").GetProperty(field).GetProperty("description").GetString()!;
    }

    [Fact]
    public async Task References_AllLeadSomewhere()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => $"#/components/schemas/{schema.Name}").ToHashSet();
        Assert.All(Reference().Matches(document.GetRawText()).Select(match => match.Groups[1].Value), reference => Assert.Contains(reference, schemas));
    }

    [Fact]
    public async Task Docs_LoadsNothingFromElsewhere()
    {
        using var client = host.Client(null);
        var page = await client.GetAsync("/docs/", TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)page.StatusCode);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self' 'wasm-unsafe-eval' 'nonce-", policy);
        var nonce = Nonce().Match(policy).Groups[1].Value;
        var scripts = Script().Matches(html).Select(match => match.Value).ToList();
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Contains($"nonce=\"{System.Net.WebUtility.HtmlEncode(nonce)}\"", script));
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
    }

    async Task<JsonElement> Document()
    {
        using var client = host.Client(null);
        return (await client.Get("/openapi/v2.json")).Body;
    }

    [GeneratedRegex(@"\{\**([A-Za-z]+)[^}]*\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("\"\\$ref\":\\s*\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
