using System.CommandLine;

namespace Voting.Api.Http;

/// <summary>Asks a server that runs beside it whether it is ready: what a container's health check calls, whose image has no other client.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = new Argument<Uri>("URL") { Description = "服务器地址 / address of the server", CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : Wrong(result) };
        var command = new Command("health", "询问服务器是否就绪，供容器健康检查 / asks whether a server is ready, for a container's health check") { url };
        command.SetAction(async (parsed, stop) =>
        {
            using var http = new HttpClient { Timeout = Patience };
            try
            {
                using var answer = await http.GetAsync(new Uri(parsed.GetValue(url)!, "/health/ready"), stop);
                if (answer.IsSuccessStatusCode) return 0;
                await Console.Error.WriteLineAsync($"未就绪 / not ready: {(int)answer.StatusCode}");
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"无应答 / no answer: {e.Message}");
            }

            return 1;
        });
        return command;
    }

    private static Uri? Wrong(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"不是 http(s) 地址 / not an http(s) address: {result.Tokens[0].Value}");
        return null;
    }
}
