using FluentValidation;
using MediatR;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.People;

/// <summary>Another scrutineer takes a post, before an opening: a member, or somebody from outside.</summary>
public sealed record ReplaceScrutineer(ScrutineerRequest Scrutineer) : IRequest<Reply<IssuedPost>>, IChange;

public sealed class ReplaceScrutineerValidator : AbstractValidator<ReplaceScrutineer>
{
    public ReplaceScrutineerValidator()
    {
        RuleFor(r => r.Scrutineer.Factor).MaximumLength(Bounds.LongestFactor);
        RuleFor(r => r.Scrutineer.Number).InclusiveBetween(1, 2);
        RuleFor(r => r.Scrutineer.Member!).Id().When(r => r.Scrutineer.Member is not null);
        RuleFor(r => r.Scrutineer.Name).Length(1, 50).Must(name => !string.IsNullOrWhiteSpace(name)).When(r => r.Scrutineer.Member is null);
        RuleFor(r => r.Scrutineer.Name).Null().When(r => r.Scrutineer.Member is not null);
    }
}

public sealed class ReplaceScrutineerHandler(Work work, PassOn passOn) : IRequestHandler<ReplaceScrutineer, Reply<IssuedPost>>
{
    public Task<Reply<IssuedPost>> Handle(ReplaceScrutineer request, CancellationToken cancellationToken)
    {
        var (number, member, name, factor) = request.Scrutineer;
        string[] posts = [Posts.FirstScrutineer, Posts.SecondScrutineer];
        var now = posts.Select(post => AccountStore.Officer(work.Connection, post, work.Transaction)!).Select(o => o.Member ?? o.Name).ToList();
        var reply = work.Decide(new Command.ReplaceScrutineer(number, now, member ?? name!, member is not null));
        if (reply.Value is not { } state) return Task.FromResult<Reply<IssuedPost>>(reply.Refusal!);
        var next = new AccountStore.Person(Roles.Scrutineer, member, member is null ? name! : state.Meeting.Member(member)!.FullName);
        return Task.FromResult(passOn.To(posts[number - 1], next, factor));
    }
}
