# The figures of BleuTests: candidates and references of Papineni et al. 2002, section 2, counted plainly.
import math, collections
def ngrams(t,n): return collections.Counter(tuple(t[i:i+n]) for i in range(len(t)-n+1))
def bleu(hyps, refsets):
    m=[0]*4; tot=[0]*4; h=r=0
    for i,x in enumerate(hyps):
        refs=[s[i] for s in refsets]
        h+=len(x); r+=min((abs(len(y)-len(x)),len(y)) for y in refs)[1]
        for n in range(1,5):
            c=ngrams(x,n); mx=collections.Counter()
            for y in refs: mx|=ngrams(y,n)
            m[n-1]+=sum((c&mx).values()); tot[n-1]+=max(len(x)-n+1,0)
    bp=1 if h>=r else math.exp(1-r/h)
    v=0 if min(m)==0 else 100*bp*math.exp(sum(math.log(a/b) for a,b in zip(m,tot))/4)
    return v,[a/b for a,b in zip(m,tot)],bp,h,r,m,tot
c1="It is a guide to action which ensures that the military always obeys the commands of the party".split()
c2="It is to insure the troops forever hearing the activity guidebook that party direct".split()
R=["It is a guide to action that ensures that the military will forever heed Party commands","It is the guiding principle which guarantees the military forces always being under the command of the Party","It is the practical guide for the army always to heed the directions of the party"]
R=[[x.split()] for x in R]
print(bleu([c1],R)); print(bleu([c2],R))
print(bleu([["the"]*7],[["The cat is on the mat".lower().split()],["there is a cat on the mat".split()]]))
print(bleu([c1,c2],[R[0]*2]))
