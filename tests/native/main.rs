//! Native tests: laws, standards and real files.

