using MediatR;
using Voting.Api.Features.Meetings;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Http;

/// <summary>Whoever asks for a page: the language of the device, and the picture that may be painted for the session at once.</summary>
public sealed class Visitor(IMediator mediator, ImportedMeeting imported, Caller caller, IHttpContextAccessor accessor)
{
    public string? Language => accessor.HttpContext!.Request.Cookies["language"];

    /// <summary>Whether officers who sign in are asked for a second factor.</summary>
    public bool AsksFactor => imported.AsksFactor;

    /// <summary>The whole picture, or null where no session stands: an ended one was rejected with its cookie.</summary>
    public async Task<Snapshot?> Picture()
    {
        var user = accessor.HttpContext!.User;
        if (user.Identity?.IsAuthenticated is not true) return null;
        caller.Take(user);
        return (await mediator.Send(new GetSnapshot())).Value;
    }
}
