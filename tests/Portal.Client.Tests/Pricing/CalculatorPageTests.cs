using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Pricing;
using Portal.Client.Projects;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Pricing;

public sealed class CalculatorPageTests : PageTest
{
    readonly FakePricing pricing = new();

    protected override void Register(IServiceCollection services) =>
        services.AddSingleton<IPricingService>(pricing).AddSingleton<IProjectsService>(new FakeProjects());

    [Fact]
    public void WithoutAProject_ItAsksForOne() => Assert.Contains("Which project?", Draw<CalculatorPage>(Owner).Markup, StringComparison.Ordinal);

    [Fact]
    public void FirstScenario_IsTheRealUse()
    {
        GoTo("costs/calculator?project=proj_1");
        var page = Draw<CalculatorPage>(Owner);
        Assert.Equal(new CostEstimateInput(), pricing.Estimated[0]);
        Assert.Equal(["0", "20", "0", "900", "100", "2.5", "7"], page.FindAll(".scenario input").Select(input => input.GetAttribute("value")));
        Assert.Equal("$20.00", page.Find(".result strong").TextContent);
    }

    [Fact]
    public void Scenarios_StandInTheAddress_WithWhatTheyCostMore()
    {
        GoTo("costs/calculator?project=proj_1&s1=0-20-0-900-100-2.5-7&s2=0-30-0-900-100-2.5-7");
        var page = Draw<CalculatorPage>(Owner);
        Assert.Equal(["$20.00", "$30.00"], page.FindAll(".result strong").Select(sum => sum.TextContent));
        Assert.Equal("$10.00 more than scenario 1 (+50 %)", page.Find(".result .caption").TextContent);
        page.FindAll(".scenario")[1].QuerySelectorAll("input")[1].Change("10");
        Assert.Equal("/costs/calculator?project=proj_1&s1=0-20-0-900-100-2.5-7&s2=0-10-0-900-100-2.5-7", Address);
    }

    [Fact]
    public void Another_IsACopyOfTheLast_UpToFour_AndIsRemoved()
    {
        GoTo("costs/calculator?project=proj_1");
        var page = Draw<CalculatorPage>(Owner);
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Compare with another").Click();
        Assert.Equal("/costs/calculator?project=proj_1&s1=0-20-0-900-100-2.5-7&s2=0-20-0-900-100-2.5-7", Address);
        GoTo("costs/calculator?project=proj_1&s1=0-1-0-1-1-0-0&s2=0-2-0-1-1-0-0&s3=0-3-0-1-1-0-0&s4=0-4-0-1-1-0-0");
        page = Draw<CalculatorPage>(Owner);
        Assert.Equal(4, page.FindAll(".scenario").Count);
        Assert.DoesNotContain("Compare with another", page.Markup, StringComparison.Ordinal);
        page.Find("[aria-label='Remove scenario 2']").Click();
        Assert.Equal("/costs/calculator?project=proj_1&s1=0-1-0-1-1-0-0&s2=0-3-0-1-1-0-0&s3=0-4-0-1-1-0-0", Address);
    }

    [Fact]
    public void TierWithoutAPrice_IsSaid()
    {
        GoTo("costs/calculator?project=proj_1&s1=0-1-5-1-1-0-0");
        Assert.Contains("No model of the tier tiny has a price", Draw<CalculatorPage>(Owner).Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1-2-3-4-5-0.25-7", true)]
    [InlineData("1-2-3-4-5-6", false)]
    [InlineData("1-2-3-4-5--6-7", false)]
    [InlineData("a-2-3-4-5-6-7", false)]
    [InlineData(null, false)]
    public void Word_IsReadAsItIsWritten(string? word, bool isOne) => Assert.Equal(isOne ? word : null, Scenario.Parse(word)?.Word);
}
