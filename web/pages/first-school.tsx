/** On the front page of a deployment that has no school yet: how its operators make the first. */
export function FirstSchool({ operators }: { operators: boolean }) {
  return (
    <section class="card stack" aria-labelledby="first">
      <h2 id="first">There is no school here yet</h2>
      {operators ? (
        <p>
          If you run this Parlour, <a href="/operator">sign in as an operator</a> and make the first school. It takes
          its name, a subdomain and its first admin’s address.
        </p>
      ) : (
        <p>
          If you run this Parlour, name your address in <code>OPERATORS</code> in the configuration and deploy again.
          Then sign in as an operator, at <a href="/operator">/operator</a>, and make the first school.
        </p>
      )}
      <p>
        From a checkout, the same by one command:{" "}
        <code>
          npm run school -- create --env production --name "Green Abbey School" --slug greenabbey --admin
          you@school.example
        </code>
      </p>
    </section>
  );
}
