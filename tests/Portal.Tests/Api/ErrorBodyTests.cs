using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Portal.Tests.Api;

/// <summary>What bad input gets: the documented error that names the place, and nothing done.</summary>
public sealed class ErrorBodyTests(PortalHost host) : IClassFixture<PortalHost>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?> BadBodies => new()
    {
        { "", "missing_field", "name" },
        { "{", "invalid_json", null },
        { "{\"name\":\"x\"} {}", "invalid_json", null },
        { "{\"name\":\"x\",}", "invalid_json", null },
        { "{'name':'x'}", "invalid_json", null },
        { "[]", "wrong_type", null },
        { "\"x\"", "wrong_type", null },
        { "null", "null_not_allowed", "" },
        { "{}", "missing_field", "name" },
        { "{\"name\":null}", "null_not_allowed", "name" },
        { "{\"name\":7}", "wrong_type", "name" },
        { "{\"name\":[\"x\"]}", "wrong_type", "name" },
        { "{\"name\":\"x\",\"nmae\":\"y\"}", "unknown_field", "nmae" },
        { "{\"name\":\"x\",\"Name\":\"y\"}", "unknown_field", "Name" },
        { "{\"name\":\"x\",\"name\":\"y\"}", "duplicate_field", "name" },
        { "{\"name\":\"\"}", "invalid_value", "name" },
        { "{\"name\":\"x\",\"paused\":\"yes\"}", "wrong_type", "paused" },
        { "{\"name\":\"x\",\"status\":\"gone\"}", "invalid_value", "status" },
        { "{\"name\":\"x\",\"status\":0}", "invalid_value", "status" },
        { "{\"name\":\"x\",\"metadata\":{\"a\":1}}", "wrong_type", "metadata.a" },
        { "{\"name\":\"x\",\"metadata\":{\"a\":\"1\",\"a\":\"2\"}}", "duplicate_field", "metadata.a" },
        { "{\"name\":\"a\\u0000b\"}", "invalid_text", "name" },
        { "{\"name\":\"\\ud800\"}", "invalid_text", "name" },
        { "{\"name\":\"x\",\"metadata\":{\"\\udc00\":\"x\"}}", "invalid_text", "metadata" },
        { $"{{\"name\":\"{new string('x', 201)}\"}}", "invalid_value", "name" },
        { $"{{\"name\":\"x\",\"metadata\":{{\"{new string('k', 65)}\":\"x\"}}}}", "invalid_value", "metadata" },
        { $"{{\"name\":{string.Concat(Enumerable.Repeat("[", 200))}{string.Concat(Enumerable.Repeat("]", 200))}}}", "invalid_json", null },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Body_Bad_IsRefusedByItsPlace(string body, string code, string? param)
    {
        var before = await Count();
        var answer = await host.Admin.Post("/v2/projects", body);
        Assert.Equal(400, answer.Status);
        Assert.Equal((code, string.IsNullOrEmpty(param) ? null : param), (answer.Code, string.IsNullOrEmpty(answer.Param) ? null : answer.Param));
        Assert.Equal("invalid_request_error", answer.Error.GetProperty("type").GetString());
        Assert.NotEmpty(answer.Error.GetProperty("message").GetString()!);
        Assert.StartsWith("req_", Assert.Single(answer.Response.Headers.GetValues("x-request-id")));
        Assert.Equal(before, await Count());
    }

    [Fact]
    public async Task Body_NotUtf8_IsInvalidJson()
    {
        using var content = new ByteArrayContent([(byte)'{', (byte)'"', (byte)'n', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await host.Admin.PostAsync("/v2/projects", content, Cancellation);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Body_OfAnotherType_IsUnsupported(string type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"name\":\"x\"}"));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await host.Admin.PostAsync("/v2/projects", content, Cancellation);
        Assert.Equal(415, (int)answer.StatusCode);
        Assert.Contains("unsupported_media_type", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_TooLarge_IsRefused(bool chunked)
    {
        using var content = new ByteArrayContent(new byte[10 * 1024 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/projects") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        // The server answers before the body has gone out; a client that waits for that sees the answer for certain.
        request.Headers.ExpectContinue = !chunked;
        try
        {
            using var answer = await host.Admin.SendAsync(request, Cancellation);
            Assert.Equal(413, (int)answer.StatusCode);
            Assert.Contains("body_too_large", await answer.Content.ReadAsStringAsync(Cancellation));
        }
        catch (HttpRequestException cut) when (chunked)
        {
            Assert.IsType<IOException>(cut.InnerException);
        }
    }

    [Theory]
    [InlineData("GET", "/v2/nothing", 404, "unknown_address")]
    [InlineData("GET", "/v2", 404, "unknown_address")]
    [InlineData("PUT", "/v2/projects", 405, "method_not_allowed")]
    [InlineData("DELETE", "/v2/organization/audit_logs", 405, "method_not_allowed")]
    [InlineData("GET", "/v2/projects/proj_01m838vpdvce6n96v1g6vyzfgf", 404, "not_found")]
    [InlineData("GET", "/v2/projects/..%2f..%2fetc%2fpasswd", 404, "not_found")]
    [InlineData("GET", "/v2/projects?limit=0", 400, "invalid_value")]
    [InlineData("GET", "/v2/projects?limit=101", 400, "invalid_value")]
    [InlineData("GET", "/v2/projects?limit=many", 400, "invalid_value")]
    [InlineData("GET", "/v2/projects?order=up", 400, "invalid_value")]
    [InlineData("GET", "/v2/projects?after=%00", 400, "invalid_value")]
    public async Task Address_Wrong_HasTheErrorBody(string method, string path, int status, string code)
    {
        var answer = await host.Admin.Call(new HttpMethod(method), path, null);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task UnknownId_AndAnotherTenants_AnswerTheSame()
    {
        var other = await host.AddProject();
        using var client = host.Client(await host.AddKey(await host.AddProject()));
        var foreign = await client.Get($"/v2/projects/{other}");
        var unknown = await client.Get("/v2/projects/proj_01m838vpdvce6n96v1g6vyzfgf");
        Assert.Equal(404, foreign.Status);
        Assert.Equal(
            foreign.Body.ToString().Replace(other, "…", StringComparison.Ordinal),
            unknown.Body.ToString().Replace("proj_01m838vpdvce6n96v1g6vyzfgf", "…", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accept_IsNeverNegotiatedOn()
    {
        var answer = await host.Admin.Get("/v2/projects", ("Accept", "text/html"));
        Assert.Equal(200, answer.Status);
    }

    async Task<int> Count() => (await host.Admin.Get("/v2/projects?limit=100"))["data"].GetArrayLength();
}
