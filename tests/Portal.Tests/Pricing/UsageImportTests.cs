using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Portal.Api;
using Portal.Tests.Usage;

namespace Portal.Tests.Pricing;

public sealed class UsageImportTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Path = "/v2/organization/usage_imports";

    [Fact]
    public async Task PlainForm_IsComparedByDayAndModel()
    {
        var (model, day) = (await NewModel("their-large"), new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero));
        var project = await host.AddProject();
        var row = UsageRows.Of(project, day.ToUnixTimeSeconds()) with { Model = model, ProviderCostNanodollars = 2_000_000_000 };
        await host.AddUsage(
            row, UsageRows.Of(project, day.AddHours(25).ToUnixTimeSeconds()) with { Model = model }, UsageRows.Of(project, day.AddDays(2).ToUnixTimeSeconds()) with { Model = model });
        var import = await Import("""
            date,model,requests,input_tokens,cached_tokens,output_tokens,cost
            2026-03-05,their-large-2024-08-06,2,150,20,30,1.5
            2026-03-05,"their-large-2024-11-20",1,50,0,10,1
            2026-03-06,elsewhere,1,5,0,5,0.000001
            """);
        Assert.Equal(201, import.Status);
        Assert.Equal(("usage.import", "plain", 3, "2026-03-05", "2026-03-06"), (
            import["object"].GetString(), import["format"].GetString(), import["rows"].GetInt32(), import["from"].GetString(), import["to"].GetString()));
        var lines = import["lines"].EnumerateArray().ToList();
        Assert.Equal([("2026-03-05", "their-large"), ("2026-03-06", "elsewhere"), ("2026-03-06", "their-large")],
            lines.Select(line => (line.GetProperty("day").GetString()!, line.GetProperty("model").GetString()!)));
        Assert.Equal(model, Assert.Single(lines[0].GetProperty("our_models").EnumerateArray()).GetString());
        Assert.Equal((2, 100, 0, 10, 0.5m), Figures(lines[0], "difference"));
        Assert.Equal((1, 5, 0, 5, 0.000001m), Figures(lines[1], "difference"));
        Assert.Equal((-1, -100, -20, -30, 0m), Figures(lines[2], "difference"));
        Assert.Equal((2, 5, -20, -15, 0.500001m), Figures(import["total"], ""));

        var again = await host.Admin.Get($"{Path}/{import.Id}");
        Assert.Equal(import.Body.ToString(), again.Body.ToString());
        var listed = (await host.Admin.Get($"{Path}?limit=1"))["data"][0];
        Assert.Equal((import.Id, 0), (listed.GetProperty("id").GetString(), listed.GetProperty("lines").GetArrayLength()));
        Assert.Single(await host.Audit("usage.imported", import.Id));
        Assert.Equal(0, Figures((await Import("date,model,requests\n2026-03-05,their-large,0\n", "?provider_id=prov_00000000000000000000000000"))["lines"][0], "ours").Item1);
    }

    [Fact]
    public async Task Lines_LeaveAsAFile_WhichIsAudited()
    {
        var (model, day) = (await NewModel("their-file"), new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        await host.AddUsage(UsageRows.Of(await host.AddProject(), day) with { Model = model, ProviderCostNanodollars = 2_000_000_000 });
        var import = await Import("date,model,requests,input_tokens,cached_tokens,output_tokens,cost\n2026-03-05,elsewhere,1,5,0,7,0.000001\n2026-03-05,their-file,1,90,20,30,1.5\n");
        using var file = await host.Admin.GetAsync($"{Path}/{import.Id}?format=csv", TestContext.Current.CancellationToken);
        Assert.Equal("attachment; filename=\"provider-export.csv\"", file.Content.Headers.ContentDisposition!.ToString());
        var lines = (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.StartsWith("day,model,our_models,provider_requests,", lines[0]);
        Assert.Equal(Csv.Line(["2026-03-05", "elsewhere", "", "1", "5", "0", "7", "0.000001", "0", "0", "0", "0", "0", "1", "5", "0", "7", "0.000001"]), lines[1]);
        // A difference below zero is a number, and no formula.
        Assert.Equal($"2026-03-05,their-file,{model},1,90,20,30,1.5,1,100,20,30,2,0,-10,0,0,-0.5", lines[2]);
        Assert.Equal((4, lines[0].Count(sign => sign == ',')), (lines.Length, lines[1].Count(sign => sign == ',')));
        Assert.Single(await host.Audit("usage_import.exported", import.Id));
        Assert.Equal("format", (await host.Admin.Get($"{Path}/{import.Id}?format=pdf")).Param);
    }

    [Fact]
    public async Task OpenAIsColumns_AreKnown()
    {
        var import = await Import("""
            start_time,end_time,start_time_iso,num_model_requests,user_id,model,input_tokens,output_tokens,input_cached_tokens
            1772668800,1772755200,2026-03-05T00:00:00+00:00,7,,openai-x,1000,200,100
            """);
        Assert.Equal(("openai", (7, 1000, 100, 200, 0m)), (import["format"].GetString(), Figures(import["lines"][0], "provider")));
        Assert.Equal((true, false), (import["has_tokens"].GetBoolean(), import["has_cost"].GetBoolean()));
    }

    [Fact]
    public async Task AnthropicsColumns_CountTheCacheBesideTheInput()
    {
        var import = await Import("""
            usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens
            2026-03-05,claude-x-4-20250514,key,Default,standard,≤ 200k,100,20,3,4000,50
            """);
        Assert.Equal(("anthropic", "claude-x-4"), (import["format"].GetString(), import["lines"][0].GetProperty("model").GetString()));
        Assert.Equal((0, 4123, 4000, 50, 0m), Figures(import["lines"][0], "provider"));
    }

    [Theory]
    [InlineData("", "rows[1]")]
    [InlineData("a,b,c\n1,2,3", "rows[1]")]
    [InlineData("date,model\n2026-03-05,x", "rows[1]")]
    [InlineData("date,model,cost", "rows[2]")]
    [InlineData("date,model,input_tokens\n2026-03-05,x,1\n2026-03-05,x,-1", "rows[3].input_tokens")]
    [InlineData("date,model,input_tokens\n2026-03-05,x,1.5", "rows[2].input_tokens")]
    [InlineData("date,model,input_tokens\n2026-03-05,x,9999999999999999", "rows[2].input_tokens")]
    [InlineData("date,model,cost\n2026-03-05,x,much", "rows[2].cost")]
    [InlineData("date,model,cost\n5.3.2026,x,1", "rows[2].date")]
    [InlineData("date,model,cost\n2026-03-05,=cmd|' /C calc'!A0,1", "rows[2].model")]
    [InlineData("date,model,cost\n2026-03-05,x,@SUM(1)", "rows[2].cost")]
    [InlineData("date,model,cost\n2026-03-05,x", "rows[2]")]
    public async Task BadFile_IsRefusedWithItsRow(string csv, string param)
    {
        var answer = await Import(csv);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task FileOfAForm_IsRead_AndOtherKindsAreNot()
    {
        using var form = new MultipartFormDataContent { { new StringContent("\uFEFFdate,model,requests\r\n2026-03-05,\"a \"\"quoted\"\", name\",1\r\n", Encoding.UTF8), "file", "usage.csv" } };
        using var read = await host.Admin.PostAsync(Path, form, TestContext.Current.CancellationToken);
        var import = await read.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("a \"quoted\", name", import.GetProperty("lines")[0].GetProperty("model").GetString());
        Assert.Equal(415, (await host.Admin.Post(Path, "{}")).Status);
        using var binary = new ByteArrayContent([0xFF, 0xFE, 0x00]) { Headers = { ContentType = new("text/csv") } };
        using var refused = await host.Admin.PostAsync(Path, binary, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)refused.StatusCode);
        using var large = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(new string('x', 17 * 1024 * 1024), Encoding.UTF8, "text/csv"), Headers = { ExpectContinue = true } };
        using var tooLarge = await host.Admin.SendAsync(large, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)tooLarge.StatusCode);
    }

    async Task<Answered> Import(string csv, string query = "")
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var response = await host.Admin.PostAsync($"{Path}{query}", content, TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken), response);
    }

    static (int, int, int, int, decimal) Figures(JsonElement line, string side)
    {
        var of = line.GetProperty(side.Length == 0 ? "difference" : side);
        return (of.GetProperty("requests").GetInt32(), of.GetProperty("input_tokens").GetInt32(), of.GetProperty("cached_tokens").GetInt32(),
            of.GetProperty("output_tokens").GetInt32(), of.GetProperty("cost").GetDecimal());
    }

    async Task<string> NewModel(string target)
    {
        var made = await host.Admin.Put($"/v2/organization/models/ours-{target}",
            $$"""{"tier":"fast","targets":[{"provider_id":"prov_00000000000000000000000000","model":"{{target}}"}],"context_window":1000}""");
        Assert.True(made.Status is 200 or 201, made.Body.ToString());
        return $"ours-{target}";
    }
}
