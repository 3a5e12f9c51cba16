using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Api;
using Portal.Client.Layout;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.Services.AddPages();
builder.Services.AddScoped(_ => new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
builder.Services.AddApiClients();
if (OperatingSystem.IsBrowser())
{
    builder.Services.AddPageToken();
    Language.UseThatOfThePage();
}

await builder.Build().RunAsync();
